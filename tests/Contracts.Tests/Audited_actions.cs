using System.Reflection;
using System.Text.RegularExpressions;
using Testing.Processes;

namespace Contracts.Tests;

public sealed partial class Audited_actions
{
    private static readonly string[] Services = ["AuthService", "CampaignService", "EventService", "LiveService"];

    /// <summary>Names of metrics, which have the form of an action.</summary>
    private static readonly string[] NoActions =
    [
        "audit.lag", "campaign.syncs", "report.uncounted", "reward.requests", "room.participants", "rooms.active", "sessions.ended", "sessions.started",
    ];

    /// <summary>An action is known by its form: two names in small letters, joined by a dot. Those of requests are put together, and not looked for.</summary>
    [Fact]
    public void Each_that_a_service_records_is_in_docs_audit_md() => Written().Except(Documented()).Except(NoActions).ShouldBeEmpty();

    [Fact]
    public void Each_in_docs_audit_md_is_recorded_by_a_service() =>
        Documented().Where(action => !action.StartsWith("request.", StringComparison.Ordinal)).Except(Written()).ShouldBeEmpty();

    private static IEnumerable<string> Written() => Services.SelectMany(service => AssemblyTexts.Of(Assembly.Load(service))).Where(text => Form().IsMatch(text)).Distinct();

    /// <summary>In the first column of its table.</summary>
    private static List<string> Documented() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "audit.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Quoted().Matches(line.Split('|')[1]))
            .Select(match => match.Groups["text"].Value)
            .Where(text => Form().IsMatch(text)),
    ];

    [GeneratedRegex(@"\A[a-z][a-z_]*\.[a-z_-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
