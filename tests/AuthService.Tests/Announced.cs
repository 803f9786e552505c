using System.Threading.Channels;
using MassTransit;

namespace AuthService.Tests;

/// <summary>What was told to the other services.</summary>
internal sealed class Announced<T>
{
    private readonly Channel<T> announced = Channel.CreateUnbounded<T>();

    public void Add(T message) => announced.Writer.TryWrite(message);

    public async Task<T> Next() => await announced.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}

internal sealed class Listener<T>(Announced<T> announced) : IConsumer<T> where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        announced.Add(context.Message);
        return Task.CompletedTask;
    }
}
