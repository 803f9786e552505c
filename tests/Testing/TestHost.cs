using System.Net;
using Bus;
using Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Testing;

/// <summary>A small host with the service defaults, on a free port.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private Task starting = Task.CompletedTask;

    public TestHost(
        Dictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null,
        Action<IBusRegistrationConfigurator>? bus = null,
        string environment = "Production")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "TestHost" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Transport"] = "embedded" });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHosting();
        build?.Invoke(builder);
        builder.AddMessageBus(bus ?? (_ => { }));
        app = builder.Build();
        app.MapHosting();
        map?.Invoke(app);
    }

    public IServiceProvider Services => app.Services;

    public HttpClient Client { get; } = new();

    public async Task<TestHost> Start()
    {
        await app.StartAsync();
        Client.BaseAddress = Address();
        return this;
    }

    /// <summary>Starts without waiting for all that the host waits for; done when it listens.</summary>
    public async Task<Task> BeginStart()
    {
        starting = app.StartAsync();
        await Wait.Until(() => starting.IsFaulted || Addresses().Any(a => !a.EndsWith(":0", StringComparison.Ordinal)), "the host listens");
        Client.BaseAddress = Address();
        return starting;
    }

    public async Task<(HttpStatusCode Status, string Body)> Get(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        app.Lifetime.StopApplication();
        try
        {
            await starting;
        }
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was still waiting for its broker.
        }

        await app.StopAsync();
        await app.DisposeAsync();
    }

    private ICollection<string> Addresses() =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private Uri Address() => new(Addresses().First());
}
