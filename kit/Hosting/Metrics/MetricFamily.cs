using System.Collections.Concurrent;
using System.Globalization;
using Prometheus;

namespace Hosting.Metrics;

/// <summary>One metric with its series. Past <see cref="MaxSeries"/> label sets, what follows is counted together.</summary>
internal sealed class MetricFamily(MetricDefinition definition, IMetricFactory metrics)
{
    public const int MaxSeries = 1000;
    private const int MaxLabelLength = 200;
    private static readonly SortedDictionary<string, string> Overflow = new(StringComparer.Ordinal) { ["overflow"] = "true" };

    private readonly ConcurrentDictionary<TagSet, MetricSeries> byTags = new(new TagSet.Comparer());
    private readonly ConcurrentDictionary<string, MetricSeries> byLabels = new(StringComparer.Ordinal);
    private KeyValuePair<string, MetricSeries>[] reported = [];

    public MetricDefinition Definition => definition;

    public MetricSeries Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>().TryGetValue(tags, out var known) ? known : Create(tags);

    /// <summary>To be called before observable instruments report.</summary>
    public void BeginReport()
    {
        reported = [.. byLabels];
        byTags.Clear();
        byLabels.Clear();
    }

    /// <summary>Takes away what they reported before and no longer do.</summary>
    public void EndReport()
    {
        foreach (var (labels, series) in reported)
        {
            if (!byLabels.ContainsKey(labels))
            {
                series.Remove();
            }
        }
    }

    private MetricSeries Create(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (byLabels.Count >= MaxSeries && !byLabels.ContainsKey(KeyOf(labels)))
        {
            labels = Overflow;
        }

        var series = byLabels.GetOrAdd(KeyOf(labels), static (_, open) => new MetricSeries(open), Opener(labels));
        if (byTags.Count < 2 * MaxSeries)
        {
            byTags.TryAdd(new TagSet(tags), series);
        }

        return series;
    }

    private Func<ChildBase> Opener(SortedDictionary<string, string> labels)
    {
        string[] names = [.. labels.Keys];
        string[] values = [.. labels.Values];
        return definition.Kind switch
        {
            MetricKind.Counter => () => metrics.CreateCounter(
                definition.Name, definition.Help, names, new CounterConfiguration { SuppressInitialValue = true }).WithLabels(values),
            MetricKind.Histogram => () => metrics.CreateHistogram(
                definition.Name, definition.Help, names, new HistogramConfiguration { SuppressInitialValue = true, Buckets = definition.Bounds }).WithLabels(values),
            _ => () => metrics.CreateGauge(
                definition.Name, definition.Help, names, new GaugeConfiguration { SuppressInitialValue = true }).WithLabels(values),
        };
    }

    private SortedDictionary<string, string> LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
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

        return labels;
    }

    private static string KeyOf(SortedDictionary<string, string> labels) => string.Join('\n', labels.Select(label => $"{label.Key}={label.Value}"));

    private static string TextOf(object? value)
    {
        var text = value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.Length <= MaxLabelLength ? text : text[..MaxLabelLength];
    }
}
