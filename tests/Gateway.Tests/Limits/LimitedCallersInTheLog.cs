using System.Collections.Concurrent;
using System.Net;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Limits;

public sealed class LimitedCallersInTheLog
{
    private readonly Lines lines = new();

    [Fact]
    public async Task An_address_is_named_once_in_a_window()
    {
        await using var gateway = await AddressedGateway.Start(Log, ("RateLimits:Ip", "1"), ("RateLimits:Deny", "192.0.2.66"));
        for (var i = 0; i < 4; i++)
        {
            await gateway.Anonymous().From("192.0.2.1").GetAsync("/events");
            await gateway.Anonymous().From("192.0.2.66").GetAsync("/events").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        lines.Of(LogLevel.Warning).ShouldBe(
        [
            "Address 192.0.2.66 refused: it is on the deny list",
            "Address 192.0.2.1 refused at GET /events/: over the limit ip",
        ]);
        lines.Of(LogLevel.Information).ShouldNotContain(line => line.Contains("192.0.2."));
    }

    private void Log(WebApplicationBuilder builder) => builder.Services.AddSingleton<ILoggerProvider>(lines);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Text)> all = new();

        public IReadOnlyList<string> Of(LogLevel level) => [.. all.Where(line => line.Level == level).Select(line => line.Text)];

        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Gateway.", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
