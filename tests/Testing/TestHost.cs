using System.Net;
using Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Testing;

/// <summary>A small host with the service defaults, on a free port.</summary>
internal sealed class TestHost : ServiceUnderTest
{
    private Task starting = Task.CompletedTask;

    public TestHost(
        Dictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null,
        Action<IBusRegistrationConfigurator>? bus = null,
        string environment = "Production")
        : base(build ?? (_ => { }), bus ?? (_ => { }), settings, environment: environment)
    {
        App.MapHosting();
        map?.Invoke(App);
    }

    public HttpClient Client { get; } = new();

    public async Task<TestHost> Start()
    {
        await App.StartAsync();
        Client.BaseAddress = Address();
        return this;
    }

    /// <summary>Starts without waiting for all that the host waits for; done when it listens.</summary>
    public async Task<Task> BeginStart()
    {
        starting = App.StartAsync();
        await Wait.Until(() => starting.IsFaulted || Addresses().Any(a => !a.EndsWith(":0", StringComparison.Ordinal)), "the host listens");
        Client.BaseAddress = Address();
        return starting;
    }

    public async Task<(HttpStatusCode Status, string Body)> Get(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        App.Lifetime.StopApplication();
        try
        {
            await starting;
        }
        catch (Exception) when (App.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was still waiting for its broker.
        }

        await base.DisposeAsync();
    }

    private ICollection<string> Addresses() =>
        App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private Uri Address() => new(Addresses().First());
}
