using AuthService;
using Bus;
using CampaignService;
using EventService;
using Gateway;
using Hosting;
using LiveService;
using OperatorsConsole;
using Platform.Secrets;
using RewardWorker;

namespace Platform;

/// <summary>The services in one process: messages in memory, documents in SQLite files in the data folder.</summary>
internal static class PlatformHost
{
    private const int Port = 8080;

    /// <returns>The exit code.</returns>
    public static Task<int> Run(PlatformOptions options, Action<WebApplication, LocalSecrets> ready)
    {
        LocalSecrets? secrets = null;
        return ServiceHost.Run(
            Arguments(options),
            Port,
            builder =>
            {
                secrets = Configure(builder, options.Folder ?? "data");
                builder.AddServices();
                builder.AddOperatorsConsole();
            },
            app =>
            {
                app.MapOperatorsConsole();
                app.MapGateway();
                app.MapLiveHub();
                app.Lifetime.ApplicationStarted.Register(() => ready(app, secrets!));
            });
    }

    /// <summary>All of them, and the bus between them.</summary>
    internal static void AddServices(this WebApplicationBuilder builder)
    {
        builder.AddAuthService();
        builder.AddEventService();
        builder.AddRewardWorker();
        builder.AddLiveService();
        builder.AddCampaignService();
        builder.AddGateway();
        builder.AddMessageBus(bus =>
        {
            bus.AddAuthServiceConsumers();
            bus.AddEventServiceConsumers();
            bus.AddRewardWorkerConsumers();
            bus.AddLiveServiceConsumers();
            bus.AddCampaignServiceConsumers();
            bus.AddGatewayConsumers();
        });
    }

    private static string[] Arguments(PlatformOptions options)
    {
        List<string> arguments = ["--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Warning", .. options.Settings];
        if (Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is null && Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is null)
        {
            arguments.Insert(0, $"--environment={Environments.Development}");
        }

        if (options.Urls is { } urls)
        {
            arguments.Add($"--urls={urls}");
        }

        return [.. arguments];
    }

    private static LocalSecrets Configure(WebApplicationBuilder builder, string path)
    {
        var folder = DataFolder.Open(path);
        var secrets = LocalSecrets.Open(folder, builder.Configuration);
        builder.Configuration.AddInMemoryCollection(secrets.Missing(builder.Configuration).ToList());

        // What this program is, whatever the environment was set up for.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Transport"] = "embedded",
            ["Storage:Provider"] = "sqlite",
            ["Storage:Folder"] = folder,
            ["Storage:Database"] = null,
            ["Backup:Marker"] = Path.Combine(folder, DataFolder.BackupMarker),
        });
        return secrets;
    }
}
