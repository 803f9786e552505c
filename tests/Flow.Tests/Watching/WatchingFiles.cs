using System.Text.Json;
using System.Text.RegularExpressions;

namespace Flow.Tests.Watching;

/// <summary>What deploy/ has for Prometheus and Grafana, as far as tests look at it.</summary>
internal static partial class WatchingFiles
{
    /// <summary>Functions, operators and modifiers of PromQL that no bracket follows.</summary>
    private static readonly HashSet<string> Words = ["and", "or", "unless", "by", "without", "on", "ignoring", "offset", "bool", "inf", "nan"];

    public static string Rules { get; } = File.ReadAllText(PathOf("prometheus/alerts.yml"));

    public static string RuleTests { get; } = File.ReadAllText(PathOf("prometheus/alerts.test.yml"));

    /// <summary>Name and text of each section of a group of the rules.</summary>
    public static IReadOnlyList<(string Name, string Text)> Alerts { get; } =
        [.. Rules.Split("- alert: ").Skip(1).Select(text => (text.Split('\n')[0].Trim(), text))];

    public static IReadOnlyList<Panel> Panels { get; } =
    [
        .. Directory.GetFiles(PathOf("grafana/dashboards"), "*.json").Order(StringComparer.Ordinal).SelectMany(file =>
            JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("panels").EnumerateArray()
                .Where(panel => panel.GetProperty("type").GetString() != "row")
                .Select(panel => Panel.Of(Path.GetFileNameWithoutExtension(file), panel))),
    ];

    public static string PathOf(string name) => Path.Combine(WatchedDeployment.Folder(name.Split('/')[0]), name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    /// <summary>The query of an alert.</summary>
    public static string QueryOf(string alert) => Query().Match(alert).Groups["query"].Value.Replace("\\\\", "\\", StringComparison.Ordinal).Trim();

    /// <summary>The metrics that a query reads.</summary>
    public static IEnumerable<string> MetricsOf(string query)
    {
        var named = NamesInText().Matches(query).SelectMany(match => match.Groups["names"].Value.Split('|'));
        var bare = Labels().Replace(Texts().Replace(query, ""), " ");
        return named.Concat(Identifiers().Matches(bare).Select(match => match.Value).Where(name => !Words.Contains(name))).Distinct();
    }

    [GeneratedRegex(@"expr:( \|\n)?(?<query>.+?)\n\s+(for|labels):", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Query();

    [GeneratedRegex("__name__=~\"(?<names>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamesInText();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\b(by|without|on|ignoring) \([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?<![\w$])[a-zA-Z_:][\w:]*\b(?!\s*\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifiers();
}

/// <param name="NoValue">What it shows where its queries find nothing; null is an error message.</param>
/// <param name="Queries">As Prometheus takes them.</param>
internal sealed record Panel(string Dashboard, string Title, string Sentence, string Unit, string? NoValue, IReadOnlyList<string> Queries)
{
    public static Panel Of(string dashboard, JsonElement panel) => new(
        dashboard,
        panel.GetProperty("title").GetString()!,
        panel.GetProperty("description").GetString()!,
        panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!,
        panel.GetProperty("fieldConfig").GetProperty("defaults").TryGetProperty("noValue", out var noValue) ? noValue.GetString() : null,
        [
            .. panel.GetProperty("targets").EnumerateArray()
                .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "1m", StringComparison.Ordinal)),
        ]);
}
