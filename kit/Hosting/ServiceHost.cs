using System.Reflection;
using Hosting.Configuration;
using Hosting.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hosting;

/// <summary>Builds, runs and ends a host: every Program.cs is one call of <see cref="Run"/>.</summary>
public static class ServiceHost
{
    /// <summary>The version of the running program.</summary>
    public static string Version { get; } =
        (Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];

    /// <summary>
    /// Runs a host until it is told to stop. Listens on the loopback port unless <c>--urls</c> or its variables say otherwise.
    /// With <c>--healthcheck URL</c> it asks a running host instead.
    /// </summary>
    /// <returns>The exit code: 0 after a stop, 1 after a wrong setting (one line on standard error) or a fault.</returns>
    public static async Task<int> Run(string[] args, int port, Action<WebApplicationBuilder> build, Action<WebApplication>? map = null)
    {
        if (HealthProbe.Asked(args) is { } url)
        {
            return await HealthProbe.Run(url);
        }

        try
        {
            var builder = CreateBuilder(args, port);
            builder.AddHosting();
            build(builder);
            await using var app = builder.Build();
            app.MapHosting();
            map?.Invoke(app);
            return await Serve(app);
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            await Console.Error.WriteLineAsync(LineOf(e) ?? e.ToString());
            return 1;
        }
    }

    private static WebApplicationBuilder CreateBuilder(string[] args, int port)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read once; watching would put a watch on every folder below the root.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            ContentRootPath = AppContext.BaseDirectory,
        });

        // As it is: a variable of that name without a prefix, which others set too, must not say otherwise.
        builder.Configuration[HostDefaults.EnvironmentKey] = builder.Environment.EnvironmentName;
        if (builder.Configuration["urls"] is { Length: > 0 } urls)
        {
            Check(urls);
        }
        else if (builder.Configuration["http_ports"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        }

        return builder;
    }

    private static async Task<int> Serve(WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServiceHost).FullName!);
        var expected = app.Services.GetServices<ExpectedFault>().ToList();
        AppDomain.CurrentDomain.UnhandledException += (_, e) => logger.LogCritical(e.ExceptionObject as Exception, "Unhandled exception");
        TaskScheduler.UnobservedTaskException += (_, e) =>
        {
            var level = e.Exception.Flatten().InnerExceptions.All(fault => expected.Any(kind => kind.Includes(fault))) ? LogLevel.Debug : LogLevel.Error;
            logger.Log(level, e.Exception, "Exception of a task that nobody awaited");
            e.SetObserved();
        };
        try
        {
            var starting = app.StartAsync();
            if (await Task.WhenAny(starting, StopIsOverdue(app)) != starting)
            {
                // Told to stop in its first moments, the bus may wait for its broker without looking up.
                logger.LogWarning("Stopped before it had started");
                return 0;
            }

            await starting;
            await app.WaitForShutdownAsync();
        }
        catch (Exception e) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it still waited for the broker: what was starting says so in one way or another.
            logger.LogDebug(e, "Stopped while starting");
            await app.StopAsync();
        }
        catch (Exception)
        {
            app.Lifetime.StopApplication();
            await app.StopAsync();
            throw;
        }

        return app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(s => s.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
    }

    /// <summary>Completes some seconds after the host was told to stop.</summary>
    private static async Task StopIsOverdue(WebApplication app)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        await stopping.Task;
        await Task.Delay(TimeSpan.FromSeconds(5));
    }

    private static void Check(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new ConfigurationException("urls", $"is '{url}', not an address like http://127.0.0.1:8080");
            }
        }
    }

    /// <summary>The one line that says it all; null when the fault is not one of those a person at the keyboard mends.</summary>
    private static string? LineOf(Exception? fault) => fault switch
    {
        null => null,
        ConfigurationException => fault.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => fault.Message,
        AggregateException many => many.InnerExceptions.Select(LineOf).FirstOrDefault(line => line is not null),
        _ => LineOf(fault.InnerException),
    };
}

/// <summary>A kind of exception that a library leaves unobserved in its normal course: it is no error of this host.</summary>
public sealed record ExpectedFault(Func<Exception, bool> Includes);
