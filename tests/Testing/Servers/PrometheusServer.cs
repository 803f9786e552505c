using System.Globalization;
using System.Text.Json;

namespace Testing.Servers;

/// <summary>Scrapes one host every second.</summary>
/// <param name="target">Where the host listens, as address:port.</param>
public sealed class PrometheusServer(string target) : RealServer("prometheus")
{
    private static readonly string? Program = Programs.Find("prometheus");

    private readonly HttpClient client = new();

    public static bool IsInstalled => Program is not null;

    public override string ConnectionString => $"http://127.0.0.1:{Port}";

    /// <summary>The value of the one series that the query finds; null when it finds none.</summary>
    public async Task<double?> Value(string query)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{ConnectionString}/api/v1/query?query={Uri.EscapeDataString(query)}")));
        var found = answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().ToList();
        return found.Count == 0 ? null : double.Parse(found.Single().GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    private protected override Task Prepare() => File.WriteAllTextAsync(
        Path.Combine(Folder, "prometheus.yml"),
        $$"""
        scrape_configs:
          - job_name: host
            scrape_interval: 1s
            static_configs:
              - targets: ["{{target}}"]
        """);

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
