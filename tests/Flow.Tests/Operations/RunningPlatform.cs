using System.Net;
using Documents;
using Documents.Engines;
using EventService.Reports;
using EventService.Requests;
using Gateway;
using Hosting;
using Hosting.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform;
using Storage;
using Testing;
using Testing.Processes;

namespace Flow.Tests.Operations;

/// <summary>The four services in this process, as Platform runs them, with their stores in the hands of the test.</summary>
internal sealed class RunningPlatform : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;
    private List<SqliteConnection>? watchers;

    private RunningPlatform(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="around">Each store's engine comes within what this gives.</param>
    public static async Task<RunningPlatform> Start(Func<IDocumentEngine, IDocumentEngine>? around = null, params (string Key, string? Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("platform-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(TestAccounts.Environment.Select(
            setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Transport"] = "embedded",
            ["Storage:Provider"] = "sqlite",
            ["Storage:Folder"] = data,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHosting();
        builder.AddServices();
        builder.Logging.ClearProviders();

        // No name leads out of this machine, and none to a wait for its server.
        builder.Services.AddSingleton<ResolveHost>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        if (around is not null)
        {
            var create = builder.Services.Single(service => service.ServiceType == typeof(CreateEngine)).ImplementationFactory!;
            builder.Services.AddSingleton<CreateEngine>(provider => database => around(((CreateEngine)create(provider))(database)));
        }

        var built = builder.Build();
        built.MapGateway();
        built.MapHosting();
        await built.StartAsync();
        var platform = new RunningPlatform(built, data);

        // Its first administrator may still be on his way.
        using var client = new HttpClient { BaseAddress = platform.Address };
        await Wait.Until(async () => (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode, "the platform is ready");
        return platform;
    }

    /// <summary>A number of each store that any commit changes.</summary>
    public string Written
    {
        get
        {
            watchers ??= [.. Directory.GetFiles(folder, "*.db").Order(StringComparer.Ordinal).Select(Watch)];
            return string.Join(' ', watchers.Select(DataVersion));
        }
    }

    /// <summary>How many messages are on their way, and what reports have not counted: what a request has set off goes on until there is none.</summary>
    public async Task<long> UnderWay() =>
        (await Task.WhenAll(app.Services.GetServices<Database>().Select(database => database.Backlog()))).Sum(backlog => backlog.Messages)
        + (await Store<RewardRequest>().Query(new Query<RewardRequest>().OrderBy(r => r.UncountedSince).Take(1))).Items.Count
        + (await Store<EventReportDocument>().Query(new Query<EventReportDocument>().OrderBy(r => r.RebuildingSince).Take(1))).Items.Count;

    public IDocumentStore<T> Store<T>() where T : Document => app.Services.GetRequiredService<IDocumentStore<T>>();

    public async ValueTask DisposeAsync()
    {
        watchers?.ForEach(watcher => watcher.Dispose());
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static SqliteConnection Watch(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    private static string DataVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma data_version";
        return $"{command.ExecuteScalar()}";
    }
}
