using System.Globalization;
using System.Text.Json;

namespace Testing.Servers;

/// <summary>What it scrapes is said by its configuration.</summary>
/// <param name="configuration">The text of prometheus.yml.</param>
public sealed class PrometheusServer(string configuration) : RealServer("prometheus")
{
    private static readonly string? Program = Programs.Find("prometheus");

    private readonly HttpClient client = new();

    public static bool IsInstalled => Program is not null;

    public override string ConnectionString => $"http://127.0.0.1:{Port}";

    /// <summary>One that scrapes one host every second.</summary>
    /// <param name="target">Where the host listens, as address:port.</param>
    public static PrometheusServer Of(string target) => new(
        $$"""
        scrape_configs:
          - job_name: host
            scrape_interval: 1s
            static_configs:
              - targets: ["{{target}}"]
        """);

    /// <summary>How many series the query finds now.</summary>
    /// <exception cref="HttpRequestException">It is no query.</exception>
    public async Task<int> Count(string query) => (await Find(query)).Count;

    /// <summary>The value of the one series that the query finds; null when it finds none.</summary>
    public async Task<double?> Value(string query)
    {
        var found = await Find(query);
        return found.Count == 0 ? null : double.Parse(found.Single().GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    private async Task<IReadOnlyList<JsonElement>> Find(string query)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{ConnectionString}/api/v1/query?query={Uri.EscapeDataString(query)}")));
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(one => one.Clone())];
    }

    private protected override Task Prepare() => File.WriteAllTextAsync(Path.Combine(Folder, "prometheus.yml"), configuration);

    private protected override OwnedProcess Launch() => OwnedProcess.Start(Program!,
    [
        $"--config.file={Path.Combine(Folder, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(Folder, "data")}",
        $"--web.listen-address=127.0.0.1:{Port}", "--log.level=warn",
    ]);

    private protected override Task<bool> Serves() => Answers("GET /-/ready HTTP/1.0\r\n\r\n", "HTTP/1.0 200");

    private protected override Task Close()
    {
        client.Dispose();
        return Task.CompletedTask;
    }
}
