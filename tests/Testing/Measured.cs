using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Testing;

/// <summary>What the instruments of these names measure meanwhile, in whichever host of this process.</summary>
public sealed class Measured : IDisposable
{
    private readonly ConcurrentQueue<string> all = new();
    private readonly MeterListener listener;

    public Measured(params IReadOnlyList<string> names)
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (names.Contains(instrument.Name))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Each measurement in its order, as <c>name{tag=value,...} value</c>.</summary>
    public IReadOnlyList<string> All => [.. all];

    public void Dispose() => listener.Dispose();

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach (var (name, label) in tags)
        {
            labels.Add($"{name}={label}");
        }

        all.Enqueue(FormattableString.Invariant($"{instrument.Name}{{{string.Join(',', labels)}}} {value}"));
    }
}
