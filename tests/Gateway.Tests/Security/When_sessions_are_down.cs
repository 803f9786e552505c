using System.Net;
using Contracts.Sessions;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Sessions;

namespace Gateway.Tests.Security;

public sealed class When_sessions_are_down
{
    [Fact]
    public async Task Nobody_gets_through()
    {
        await using var gateway = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<ISessions, BrokenSessions>());
        var client = gateway.Client(gateway.Tokens.Of(Guid.NewGuid(), Role.Admin));

        await client.GetAsync("/events").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");

        gateway.Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task Where_nobody_is_enough_who_calls_is_taken_for_nobody()
    {
        await using var gateway = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<ISessions, BrokenSessions>());
        gateway.Services.Refuse<LogIn>("INVALID_CREDENTIALS");
        var client = gateway.Client(gateway.Tokens.Of(Guid.NewGuid(), Role.Operator));

        await client.Post("/auth/login", """{"email":"a@example.com","password":"x"}""").Problem(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS");
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await client.Post("/activities", "{}").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        await client.Post("/activities", "{}", ("X-Webhook-Signature", "00")).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");
    }

    [Fact]
    public async Task Nobody_waits_for_ever()
    {
        await using var gateway = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<ISessions, HangingSessions>());
        var client = gateway.Client(gateway.Tokens.Of(Guid.NewGuid(), Role.Admin));

        await client.GetAsync("/events").WaitAsync(TimeSpan.FromSeconds(30)).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
    }

    private class BrokenSessions : ISessions
    {
        public Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default) => throw new IOException("down");

        public virtual Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default) => throw new IOException("down");

        public Task End(Guid userId, CancellationToken cancellationToken = default) => throw new IOException("down");
    }

    private sealed class HangingSessions : BrokenSessions
    {
        public override Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default) =>
            new TaskCompletionSource<AccessTokenRecord?>().Task;
    }
}
