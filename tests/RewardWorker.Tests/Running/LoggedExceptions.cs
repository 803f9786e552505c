using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RewardWorker.Tests.Running;

internal sealed class LoggedExceptions : ILoggerProvider, ILogger
{
    public ConcurrentQueue<Exception> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
        {
            All.Enqueue(exception);
        }
    }

    public void Dispose()
    {
    }
}
