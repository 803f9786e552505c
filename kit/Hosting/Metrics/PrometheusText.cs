using System.Globalization;
using System.Text;

namespace Hosting.Metrics;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder(16_384);
        foreach (var family in families.OrderBy(f => f.Definition.Name, StringComparer.Ordinal))
        {
            Write(text, family);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, MetricFamily family)
    {
        var definition = family.Definition;
        var series = family.Series.ToList();
        if (series.Count == 0)
        {
            return;
        }

        var help = definition.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        var type = definition.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };
        text.Append("# HELP ").Append(definition.Name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(definition.Name).Append(' ').Append(type).Append('\n');
        foreach (var one in series)
        {
            if (definition.Kind == MetricKind.Histogram)
            {
                WriteHistogram(text, definition, one);
            }
            else
            {
                Line(text, definition.Name, one.Labels, one.Value);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, MetricDefinition definition, MetricSeries series)
    {
        var counts = series.Cumulative();
        for (var i = 0; i < counts.Length; i++)
        {
            var bound = i < definition.Bounds.Length ? Number(definition.Bounds[i]) : "+Inf";
            Line(text, $"{definition.Name}_bucket", $"{series.Labels}{(series.Labels.Length > 0 ? "," : "")}le=\"{bound}\"", counts[i]);
        }

        Line(text, $"{definition.Name}_sum", series.Labels, series.Value);
        Line(text, $"{definition.Name}_count", series.Labels, counts[^1]);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
