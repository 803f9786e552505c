using System.Reflection;
using Bus;
using Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Deploy.Tests;

/// <summary>A service built as by its own program, in production, with these settings and no others.</summary>
internal static class HostSettings
{
    /// <summary>The names, as of environment variables, of those that it reads.</summary>
    /// <exception cref="Hosting.Configuration.ConfigurationException">One is wrong, or one is missing.</exception>
    public static async Task<IReadOnlySet<string>> ReadBy(string service, IReadOnlyDictionary<string, string> variables)
    {
        var settings = new Recording(variables);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = service });
        builder.Configuration.Sources.Clear();
        builder.Configuration.Sources.Add(settings);
        builder.AddHosting();
        var host = Host(service);
        Invoke(host.GetMethod($"Add{host.Namespace}")!, builder);
        var consumers = host.GetMethod($"Add{host.Namespace}Consumers");
        if (consumers is not null)
        {
            builder.AddMessageBus(bus => Invoke(consumers, bus));
        }

        await using var app = builder.Build();
        foreach (var part in builder.Services.Where(part => part.Lifetime == ServiceLifetime.Singleton && IsOurs(part)).ToList())
        {
            app.Services.GetServices(part.ServiceType);
        }

        // The bus is made when it is asked for, and meets its broker when it is started.
        if (consumers is not null)
        {
            app.Services.GetRequiredService<IBusControl>();
        }

        return settings.Read;
    }

    private static bool IsOurs(ServiceDescriptor part) =>
        !part.IsKeyedService && !part.ServiceType.ContainsGenericParameters
        && (part.ServiceType.Assembly.GetName().Name is { } name)
        && !name.StartsWith("Microsoft.", StringComparison.Ordinal) && !name.StartsWith("MassTransit", StringComparison.Ordinal);

    /// <summary>What adds it to a host: named after its namespace, which is usually that of its assembly.</summary>
    private static Type Host(string service) =>
        Assembly.Load(service).GetExportedTypes().Single(type => type.Name == $"{type.Namespace}Extensions");

    private static void Invoke(MethodInfo method, object argument)
    {
        try
        {
            method.Invoke(null, [argument]);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException;
        }
    }

    private sealed class Recording(IReadOnlyDictionary<string, string> variables) : ConfigurationProvider, IConfigurationSource
    {
        private readonly HashSet<string> read = [];

        public IReadOnlySet<string> Read => read;

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load()
        {
            foreach (var (name, value) in variables)
            {
                Data[Key(name)] = value;
            }
        }

        public override bool TryGet(string key, out string? value)
        {
            if (variables.Keys.FirstOrDefault(name => string.Equals(Key(name), key, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                read.Add(found);
            }

            return base.TryGet(key, out value);
        }

        private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);
    }
}
