using Bus;
using Documents;
using Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Testing;

/// <summary>
/// A service in the process of its test, hosted as by its own program, on a bus in memory and a free port. A subclass adds
/// what its tests ask and replace.
/// </summary>
public abstract class ServiceUnderTest : IAsyncDisposable
{
    /// <param name="add">The service's own parts.</param>
    /// <param name="settings">Besides, or in place of, the bus in memory; of several of one name the last counts.</param>
    /// <param name="replace">Parts that take the place of those that are added before.</param>
    protected ServiceUnderTest(
        Action<WebApplicationBuilder> add,
        Action<IBusRegistrationConfigurator> bus,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<WebApplicationBuilder>? replace = null,
        string environment = "Production")
    {
        ArgumentNullException.ThrowIfNull(add);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = GetType().Name });
        builder.Configuration.AddInMemoryCollection([new("Transport", "embedded")]);
        builder.Configuration.AddInMemoryCollection((settings ?? []).GroupBy(s => s.Key, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHosting();
        add(builder);
        builder.AddMessageBus(bus);
        replace?.Invoke(builder);
        App = builder.Build();
    }

    public IServiceProvider Services => App.Services;

    public IBus Bus => Get<IBus>();

    protected WebApplication App { get; }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public IDocumentStore<T> Store<T>() where T : Document => Get<IDocumentStore<T>>();

    public virtual async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
