using System.Diagnostics;

namespace Bench.Measures;

/// <summary>Counts of a store or a broker since it was started, by name.</summary>
internal interface ICounters
{
    Task<IReadOnlyDictionary<string, double>> Read();
}

/// <summary>What happens between <see cref="Start"/> and <see cref="Stop"/>.</summary>
internal sealed class Meter : IDisposable
{
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ICounters> counters;
    private readonly CancellationTokenSource stopped = new();
    private readonly Dictionary<string, double> peaks = [];
    private IReadOnlyDictionary<string, double> countsBefore = new Dictionary<string, double>();
    private ProcessTimes before = null!;
    private long started;
    private Task sampling = Task.CompletedTask;

    private Meter(IReadOnlyList<ICounters> counters) => this.counters = counters;

    public static async Task<Meter> Start(IReadOnlyList<ICounters> counters)
    {
        var meter = new Meter(counters) { countsBefore = await ReadAll(counters) };
        meter.before = ProcessTimes.Read();
        meter.started = Stopwatch.GetTimestamp();
        meter.sampling = meter.SampleMemory();
        return meter;
    }

    public async Task<Cost> Stop()
    {
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var after = ProcessTimes.Read();
        await stopped.CancelAsync();
        await sampling;
        var counts = await ReadAll(counters);
        var used = after.ProcessorSeconds.ToDictionary(p => p.Key, p => p.Value - before.ProcessorSeconds.GetValueOrDefault(p.Key));
        return new Cost(
            seconds,
            used,
            Math.Max(0, after.MachineSeconds - before.MachineSeconds - used.Values.Sum()),
            peaks,
            counts.ToDictionary(c => c.Key, c => c.Value - countsBefore.GetValueOrDefault(c.Key)));
    }

    public void Dispose() => stopped.Dispose();

    private static async Task<IReadOnlyDictionary<string, double>> ReadAll(IReadOnlyList<ICounters> counters)
    {
        var all = new Dictionary<string, double>();
        foreach (var source in counters)
        {
            foreach (var (name, count) in await source.Read())
            {
                all[name] = count;
            }
        }

        return all;
    }

    private async Task SampleMemory()
    {
        using var timer = new PeriodicTimer(MemoryPeriod);
        try
        {
            do
            {
                foreach (var (program, megabytes) in ProcessTimes.Read().Megabytes)
                {
                    peaks[program] = Math.Max(peaks.GetValueOrDefault(program), megabytes);
                }
            }
            while (await timer.WaitForNextTickAsync(stopped.Token));
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }
}

/// <param name="ProcessorSeconds">By program, see <see cref="ProcessTimes"/>.</param>
/// <param name="OtherProcessorSeconds">Used by what is none of ours: noise.</param>
/// <param name="PeakMegabytes">Private memory, by program.</param>
/// <param name="Counts">Of the store and the broker.</param>
internal sealed record Cost(
    double Seconds,
    IReadOnlyDictionary<string, double> ProcessorSeconds,
    double OtherProcessorSeconds,
    IReadOnlyDictionary<string, double> PeakMegabytes,
    IReadOnlyDictionary<string, double> Counts);
