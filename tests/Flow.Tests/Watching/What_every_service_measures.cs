using System.Diagnostics;
using System.Text.RegularExpressions;
using Testing;
using Testing.Servers;

namespace Flow.Tests.Watching;

/// <summary>By name, as its operators know it.</summary>
[Collection(WatchedDeployment.Collection)]
public sealed partial class What_every_service_measures(WatchedDeployment watched)
{
    private static readonly string[] Everyone = ["http_request_duration_seconds", "component_up", "dotnet_process_memory_working_set_bytes"];
    private static readonly string[] WithDocuments = ["outbox_messages", "outbox_oldest_age_seconds", "outbox_unknown", "database_size_bytes", "dead_letters"];

    private static readonly Dictionary<string, string[]> Own = new()
    {
        ["Gateway"] = ["auth_failures_total", "rate_limit_refusals_total", "redis_errors_total", "request_streams_open", "event_views_read_total"],
        ["AuthService"] = [.. WithDocuments, "auth_failures_total", "sessions_started_total", "sessions_ended_total", "mails_total"],
        ["EventService"] =
        [
            .. WithDocuments, "reward_requests_total", "reward_request_refusals_total", "reward_request_duration_seconds", "reward_requests_stalled",
            "reward_requests_undecided", "report_uncounted", "report_uncounted_age_seconds", "report_rebuild_age_seconds", "audit_lag_seconds", "store_errors_total", "messaging_masstransit_consume_duration_seconds",
        ],
        ["RewardWorker"] =
        [
            .. WithDocuments, "fulfilments_entered_total", "fulfilments_overdue", "pools_low", "pools_empty", "pool_left_lowest_ratio", "deliveries_total",
        ],
        ["Console"] = [],
        ["CampaignService"] = [.. WithDocuments, "campaign_syncs_total", "campaign_sync_fetched_total", "campaign_sync_duration_seconds"],
        ["LiveService"] = [.. WithDocuments, "stage_viewers", "turn_sessions_active", "rooms_active", "room_participants", "hub_connections"],
    };

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Prometheus, Own = true)]
    public async Task Is_there_and_passes_promtool()
    {
        var (deployment, _) = await watched.Watched();
        foreach (var service in deployment.Services)
        {
            var text = "";
            List<string> missing = [];
            await Wait.Until(
                async () =>
                {
                    text = await WatchedDeployment.Scrape(service);
                    missing = [.. Everyone.Concat(Own[service.Name]).Except(Metrics().Matches(text).Select(line => line.Groups["name"].Value))];
                    return missing.Count == 0;
                },
                () => $"{service.Name} to measure {string.Join(", ", missing)}");

            (await Promtool("check metrics", text)).ShouldBe("", service.Name);
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Prometheus, Own = true)]
    public async Task Every_metric_that_an_alert_or_a_dashboard_names_is_there()
    {
        var (_, prometheus) = await watched.Watched();
        var named = WatchingFiles.Panels.SelectMany(panel => panel.Queries)
            .Concat(WatchingFiles.Alerts.Select(alert => WatchingFiles.QueryOf(alert.Text)))
            .SelectMany(WatchingFiles.MetricsOf)
            .ToHashSet();
        named.Count.ShouldBeGreaterThan(40);
        foreach (var metric in named)
        {
            await Wait.Until(async () => await prometheus.Count(metric) > 0, $"the metric {metric}");
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Prometheus, Own = true)]
    public async Task Every_panel_shows_something()
    {
        var (_, prometheus) = await watched.Watched();
        foreach (var panel in WatchingFiles.Panels)
        {
            foreach (var query in panel.Queries)
            {
                await Wait.Until(async () => await prometheus.Count(query) > 0, $"{panel.Dashboard}, {panel.Title}: {query}");
            }
        }
    }

    /// <summary>What promtool has to say of a text.</summary>
    private static async Task<string> Promtool(string command, string text)
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", command.Split(' '))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        return await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
    }

    [GeneratedRegex(@"^# TYPE (?<name>\w+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metrics();
}
