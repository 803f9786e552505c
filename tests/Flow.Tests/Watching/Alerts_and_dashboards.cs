using System.Diagnostics;
using Testing.Processes;

namespace Flow.Tests.Watching;

/// <summary>As far as their files say; whether what they name is measured: <see cref="What_every_service_measures"/>.</summary>
public sealed class Alerts_and_dashboards
{
    [ProgramFact("promtool")]
    public async Task Each_alert_fires_when_it_should_and_only_then() =>
        (await Run("promtool", "test", "rules", WatchingFiles.PathOf("prometheus/alerts.test.yml"))).ShouldEndWith("SUCCESS\n\n");

    [Fact]
    public void Each_alert_is_tried_firing_and_not_firing()
    {
        foreach (var (name, _) in WatchingFiles.Alerts)
        {
            WatchingFiles.RuleTests.ShouldContain($"- alertname: {name}\n");
            WatchingFiles.RuleTests.ShouldContain($"- {{alertname: {name}, eval_time: ");
        }
    }

    [Fact]
    public void Each_alert_names_its_runbook_which_is_there()
    {
        var sections = File.ReadLines(Path.Combine(Repository.Root, "docs/operations.md")).Where(line => line.StartsWith("### ", StringComparison.Ordinal)).ToHashSet();
        foreach (var (name, text) in WatchingFiles.Alerts)
        {
            text.ShouldContain($"runbook: docs/operations.md#{name.ToLowerInvariant()}\n");
            sections.ShouldContain($"### {name}");
        }
    }

    [ProgramFact("amtool")]
    public async Task Alertmanager_takes_its_configuration() =>
        (await Run("amtool", "check-config", WatchingFiles.PathOf("alertmanager/alertmanager.yml"))).ShouldContain("SUCCESS");

    [Fact]
    public void Each_panel_has_a_unit_and_a_sentence()
    {
        WatchingFiles.Panels.Select(panel => panel.Dashboard).Distinct().ShouldBe(["campaigns", "live", "overview", "rabbitmq", "reward-flow", "stores"]);
        foreach (var panel in WatchingFiles.Panels)
        {
            panel.Unit.ShouldNotBeNullOrEmpty(panel.Title);
            panel.Sentence.ShouldEndWith(".", customMessage: panel.Title);
        }
    }

    /// <summary>A counter is not there before it has counted something: that is good news, no missing data.</summary>
    [Fact]
    public void A_panel_of_what_is_counted_shows_that_there_was_none_yet()
    {
        var counting = WatchingFiles.Panels.Where(panel => panel.Queries.Any(query =>
            query.Contains("status_code=~", StringComparison.Ordinal) || WatchingFiles.MetricsOf(query).Any(IsCountedHere))).ToList();

        counting.Count.ShouldBeGreaterThan(10);
        counting.Where(panel => panel.NoValue is null && !panel.Queries.Any(query => query.Contains("vector(0)", StringComparison.Ordinal)))
            .Select(panel => panel.Title).ShouldBeEmpty();

        static bool IsCountedHere(string metric) =>
            metric.EndsWith("_total", StringComparison.Ordinal)
            && !metric.StartsWith("rabbitmq_", StringComparison.Ordinal) && !metric.StartsWith("dotnet_", StringComparison.Ordinal);
    }

    /// <summary>Services answer the one address that Prometheus has there, and see it only if it asks from there.</summary>
    [Fact]
    public void Who_watches_is_on_the_network_for_it_alone_with_an_address_that_no_other_gets()
    {
        var compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
        var services = compose.Split("\n\n").Where(part => part.Contains("profiles: [observability]", StringComparison.Ordinal))
            .ToDictionary(part => part.Split('\n').First(line => line.EndsWith(':')).Trim(' ', ':'));

        services.Keys.ShouldBe(["prometheus", "alertmanager", "grafana", "loki", "alloy", "cadvisor"]);
        services.Values.ShouldAllBe(part => !part.Contains("default:", StringComparison.Ordinal) && !part.Contains("[default", StringComparison.Ordinal));
        services["prometheus"].ShouldContain("watch: {ipv4_address: 172.31.251.10}\n");
        services.Where(part => part.Key != "prometheus").ShouldAllBe(part => part.Value.Contains("networks: [watch]\n", StringComparison.Ordinal));
        compose.ShouldContain("Metrics__AllowedNetworks: ${METRICS_NETWORKS:-172.31.251.10/32}\n");
        compose.ShouldContain("{subnet: 172.31.251.0/24, ip_range: 172.31.251.128/25}");
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        return await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
    }

    /// <summary>Skipped where the program is not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ProgramFactAttribute : FactAttribute
    {
        public ProgramFactAttribute(string program)
        {
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
            {
                Skip = $"not installed: {program}";
            }
        }
    }
}
