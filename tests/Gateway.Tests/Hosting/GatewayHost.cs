using System.Net.Http.Headers;
using Bus;
using Contracts.Users;
using Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessions;

namespace Gateway.Tests.Hosting;

/// <summary>A Gateway in this process, as Platform makes it, with <see cref="FakeServices"/> behind it.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly List<HttpClient> clients = [];

    private GatewayHost(WebApplication app, FakeServices services)
    {
        App = app;
        Services = services;
        Tokens = new Tokens(app.Services.GetRequiredService<TimeProvider>());
    }

    public WebApplication App { get; }

    public FakeServices Services { get; }

    public Tokens Tokens { get; }

    public ISessions Sessions => App.Services.GetRequiredService<ISessions>();

    public IServiceKeyStore Keys => App.Services.GetRequiredService<IServiceKeyStore>();

    public IBus Bus => App.Services.GetRequiredService<IBus>();

    public TestServer Server => App.GetTestServer();

    public static async Task<GatewayHost> Start(
        string environment = "Production",
        Action<WebApplicationBuilder>? configure = null,
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "Gateway" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Transport"] = "embedded",
            ["Jwt:Secret"] = Tokens.Secret,
            ["RateLimits:Ip"] = "0",
            ["RateLimits:User"] = "0",
            ["RateLimits:Admin"] = "0",
            ["RateLimits:Service"] = "0",
            ["RateLimits:TokenIssue"] = "0",
            ["Messaging:RequestTimeoutMilliseconds"] = "10000",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseTestServer();
        var services = new FakeServices();
        builder.Services.AddSingleton(services);
        builder.AddHosting();
        builder.AddGateway();
        builder.AddMessageBus(bus =>
        {
            bus.AddGatewayConsumers();
            services.AddConsumers(bus);
        });
        builder.Logging.ClearProviders();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapGateway();
        app.MapHosting();
        await app.StartAsync();
        return new GatewayHost(app, services);
    }

    public HttpClient Anonymous() => Client(null);

    /// <summary>A caller with a session of his own.</summary>
    public async Task<HttpClient> SignedIn(Guid userId, params Role[] roles)
    {
        var token = Tokens.Of(userId, roles);
        await StartSession(userId, token);
        return Client(token);
    }

    public Task<HttpClient> SignedIn(params Role[] roles) => SignedIn(Guid.NewGuid(), roles);

    /// <summary>A service account whose key the store of keys knows.</summary>
    public async Task<HttpClient> WithKey(params string[] permissions)
    {
        var key = ServiceKey.Create(Guid.NewGuid());
        await Keys.Set(new ServiceKeys(key.AccountId, 1, permissions, [new ServiceKeyHash(key.Hash, null)], null));
        return Client(key.Text);
    }

    public Task StartSession(Guid userId, string token)
    {
        var now = App.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        return Sessions.Start(userId, new AccessTokenRecord(AccessTokenRecord.HashOf(token), now, now.AddMinutes(15)));
    }

    public HttpClient Client(string? token)
    {
        var client = App.GetTestClient();
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
