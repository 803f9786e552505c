using System.Diagnostics.Metrics;

namespace Hosting.Metrics;

/// <summary>A gauge whose value is looked up in a store, a broker or a file: see <see cref="SamplingExtensions.AddSample"/>.</summary>
/// <param name="Name">As instruments are named, like <c>outbox.messages</c>.</param>
/// <param name="Unit">s, By, or null for a number of things.</param>
public sealed record SampledGauge(string Name, string Description, string? Unit = null)
{
    /// <param name="labels">Their values are few and known: each set is a series.</param>
    public Reading Of(double value, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            tags[i] = new(labels[i].Label, labels[i].Value);
        }

        return new Reading(this, new Measurement<double>(value, tags));
    }
}

public sealed record Reading(SampledGauge Gauge, Measurement<double> Value);

/// <summary>Looks up what one or several gauges show. It is given some seconds, and reads little.</summary>
public delegate Task<IReadOnlyList<Reading>> Sample(CancellationToken cancellationToken);
