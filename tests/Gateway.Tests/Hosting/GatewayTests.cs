using Gateway.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>A Gateway for the tests of one class, with the services' answers of each test its own.</summary>
public sealed class RunningGateway : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await GatewayHost.Start();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

public abstract class GatewayTests : IClassFixture<RunningGateway>
{
    private protected GatewayTests(RunningGateway gateway)
    {
        Gateway = gateway.Host;
        Gateway.Services.Forget();
        Gateway.App.Services.GetRequiredService<EventViews>().Forget();
    }

    private protected GatewayHost Gateway { get; }

    private protected FakeServices Services => Gateway.Services;
}
