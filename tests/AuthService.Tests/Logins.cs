using System.Threading.Channels;
using Contracts.Sessions;
using MassTransit;

namespace AuthService.Tests;

/// <summary>The logins that were announced to the other services.</summary>
internal sealed class Logins
{
    private readonly Channel<UserLoggedIn> announced = Channel.CreateUnbounded<UserLoggedIn>();

    public void Add(UserLoggedIn login) => announced.Writer.TryWrite(login);

    public async Task<UserLoggedIn> Next() => await announced.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}

internal sealed class LoginListener(Logins logins) : IConsumer<UserLoggedIn>
{
    public Task Consume(ConsumeContext<UserLoggedIn> context)
    {
        logins.Add(context.Message);
        return Task.CompletedTask;
    }
}
