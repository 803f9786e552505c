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
        WatchingFiles.Panels.Select(panel => panel.Dashboard).Distinct().ShouldBe(["overview", "rabbitmq", "reward-flow", "stores"]);
        foreach (var panel in WatchingFiles.Panels)
        {
            panel.Unit.ShouldNotBeNullOrEmpty(panel.Title);
            panel.Sentence.ShouldEndWith(".", customMessage: panel.Title);
        }
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
