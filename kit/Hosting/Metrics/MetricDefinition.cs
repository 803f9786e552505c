using System.Diagnostics.Metrics;
using System.Text;

namespace Hosting.Metrics;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>How an instrument appears to Prometheus: base units, conventional names and, for a histogram, its bounds.</summary>
/// <param name="Scale">What a measurement is multiplied by to be in the base unit.</param>
/// <param name="Labels">Tag to label; null means that every tag is a label under its own name.</param>
internal sealed record MetricDefinition(
    string Name, MetricKind Kind, string Help, double Scale, double[] Bounds, IReadOnlyDictionary<string, string>? Labels)
{
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] Bytes = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    private static readonly double[] Amounts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000];

    private static readonly Dictionary<string, string> RequestLabels = new(StringComparer.Ordinal)
    {
        ["http.request.method"] = "method",
        ["http.route"] = "route",
        ["http.response.status_code"] = "status_code",
    };

    public static MetricDefinition Of(Instrument instrument)
    {
        var kind = KindOf(instrument);
        var (suffix, scale) = instrument.Unit switch
        {
            "s" => ("_seconds", 1),
            "ms" => ("_seconds", 0.001),
            "us" => ("_seconds", 0.000_001),
            "By" => ("_bytes", 1d),
            _ => ("", 1d),
        };
        var bounds = kind == MetricKind.Histogram ? BoundsOf(instrument, suffix) : [];
        var help = string.IsNullOrEmpty(instrument.Description) ? $"{instrument.Name} of {instrument.Meter.Name}." : OneLine(instrument.Description);
        return instrument.Name == "http.server.request.duration"
            ? new MetricDefinition("http_request_duration_seconds", kind, help, scale, bounds, RequestLabels)
            : new MetricDefinition(NameOf(instrument.Name, suffix, kind), kind, help, scale, bounds, Labels: null);
    }

    /// <summary>A name or label of letters, digits and underscores.</summary>
    public static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            plain.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        return plain.Length > 0 && char.IsAsciiDigit(plain[0]) ? $"_{plain}" : plain.ToString();
    }

    /// <summary>The package writes a help text as it is.</summary>
    private static string OneLine(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        while (type.BaseType is { IsGenericType: false } parent && parent != typeof(object))
        {
            type = parent;
        }

        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return generic == typeof(Histogram<>) ? MetricKind.Histogram
            // MassTransit counts what is in progress up and down on a counter.
            : (generic == typeof(Counter<>) && !instrument.Name.EndsWith(".active", StringComparison.Ordinal)) || generic == typeof(ObservableCounter<>)
                ? MetricKind.Counter
                : MetricKind.Gauge;
    }

    /// <summary>The instrument's own, which are in the base unit, or those of its unit.</summary>
    private static double[] BoundsOf(Instrument instrument, string suffix) => suffix switch
    {
        _ when instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } own } && instrument.Meter.Name.StartsWith("Messaging", StringComparison.Ordinal) => [.. own],
        "_seconds" => Seconds,
        "_bytes" => Bytes,
        _ => Amounts,
    };

    private static string NameOf(string instrument, string suffix, MetricKind kind)
    {
        var name = Without(Without(Plain(instrument), "_total"), suffix);
        if (kind != MetricKind.Histogram && name.EndsWith("_count", StringComparison.Ordinal))
        {
            // Prometheus keeps that ending for histograms.
            name = $"{Without(name, "_count")}_number";
        }

        return name + suffix + (kind == MetricKind.Counter ? "_total" : "");
    }

    private static string Without(string name, string ending) =>
        name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
}
