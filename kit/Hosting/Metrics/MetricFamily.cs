using System.Collections.Concurrent;
using System.Text;

namespace Hosting.Metrics;

/// <summary>One metric with its series. Past <see cref="MaxSeries"/> label sets, what follows is counted together.</summary>
internal sealed class MetricFamily(MetricDefinition definition)
{
    public const int MaxSeries = 1000;
    private const int MaxLabelLength = 200;
    private const string Overflow = "overflow=\"true\"";

    private readonly ConcurrentDictionary<TagSet, MetricSeries> byTags = new(new TagSet.Comparer());
    private readonly ConcurrentDictionary<string, MetricSeries> byLabels = new(StringComparer.Ordinal);

    public MetricDefinition Definition => definition;

    public IEnumerable<MetricSeries> Series => byLabels.Values.OrderBy(s => s.Labels, StringComparer.Ordinal);

    public MetricSeries Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>().TryGetValue(tags, out var known) ? known : Create(tags);

    /// <summary>Forgets every series: what an observable instrument no longer reports is gone.</summary>
    public void Clear()
    {
        byTags.Clear();
        byLabels.Clear();
    }

    private MetricSeries Create(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (byLabels.Count >= MaxSeries && !byLabels.ContainsKey(labels))
        {
            labels = Overflow;
        }

        var series = byLabels.GetOrAdd(labels, static (text, bounds) => new MetricSeries(text, bounds), definition.Bounds);
        if (byTags.Count < 2 * MaxSeries)
        {
            byTags.TryAdd(new TagSet(tags), series);
        }

        return series;
    }

    private string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in definition.Labels?.Values ?? [])
        {
            labels[name] = "";
        }

        foreach (var (tag, value) in tags)
        {
            if (definition.Labels is null)
            {
                labels.TryAdd(MetricDefinition.Plain(tag), TextOf(value));
            }
            else if (definition.Labels.TryGetValue(tag, out var name))
            {
                labels[name] = TextOf(value);
            }
        }

        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append("=\"").Append(Escaped(value)).Append('"');
        }

        return text.ToString();
    }

    private static string TextOf(object? value)
    {
        var text = value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.Length <= MaxLabelLength ? text : text[..MaxLabelLength];
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
