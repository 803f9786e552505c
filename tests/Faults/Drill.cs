using Drills.Plan;
using Faults.Checks;
using Faults.Load;
using Faults.Plan;
using Faults.Subjects;

namespace Faults;

/// <summary>Round after round on one running platform, until all are played or one fails; that one is then played again with fewer faults.</summary>
/// <param name="start">Starts what is broken; null: what the settings say.</param>
public sealed class Drill(DrillSettings settings, TextWriter output, Func<Task<ISubject>>? start = null)
{
    private static readonly TimeSpan Collection = TimeSpan.FromSeconds(60);

    private readonly Dictionary<FaultKind, int> injected = [];
    private readonly MemoryLevel memory = new();

    /// <returns>Whether every round held.</returns>
    /// <exception cref="OperationCanceledException">Everything that was started has ended.</exception>
    public async Task<bool> Run(CancellationToken cancellationToken)
    {
        var (done, calls, played) = (new Done(0, 0, 0, 0), 0, 0);
        Outcome? failed = null;
        string? growth = null;
        await using (var subject = await Start())
        {
            for (; played < settings.Rounds && failed is null && growth is null; played++)
            {
                var seed = settings.Seed + played;
                var schedule = settings.Faults is { Count: > 0 } given ? Schedule.Parse(seed, given[played % given.Count]) : Schedule.Of(seed, subject.Targets, settings.Round.Load);
                output.WriteLine($"round {played + 1} of {settings.Rounds}, seed {seed}: {schedule}");
                var outcome = await Play(subject, schedule, cancellationToken);
                (done, calls) = (done + outcome.Done, calls + outcome.History.Calls);
                if (outcome.Holds)
                {
                    growth = await memory.Check(subject.Memory, Collection);
                }
                else
                {
                    failed = outcome;
                    foreach (var (name, text) in subject.Logs())
                    {
                        await File.WriteAllTextAsync($"{settings.History}.{name}.log", text, CancellationToken.None);
                    }
                }
            }
        }

        output.WriteLine();
        foreach (var (what, count) in Summary(played, done, calls))
        {
            output.WriteLine($"{what,-12}{count,8}");
        }

        if (growth is not null)
        {
            // Of all rounds: none of them alone would show it.
            output.WriteLine($"FAILED: {growth}");
        }

        if (failed is null)
        {
            return growth is null;
        }

        output.WriteLine($"FAILED with seed {failed.Schedule.Seed}; the history is in {settings.History}, what each process wrote beside it");
        await failed.History.Write(settings.History);
        if (settings.Shrink)
        {
            output.WriteLine("looking for the fewest faults that still fail");
            var fewest = await Shrinker.Shrink(failed.Schedule, schedule => Fails(schedule, cancellationToken));
            output.WriteLine($"fewest: --rounds 1 --seed {fewest.Seed} --faults \"{fewest}\"");
        }

        return false;
    }

    private static string Megabytes(long bytes) => $"{bytes / 1024 / 1024} MB";

    private Task<ISubject> Start() => start is not null ? start() : settings.Form.Embedded ? OneProcessSubject.Start(settings.Form) : RealPartsSubject.Start(settings.Form);

    private async Task<bool> Fails(Schedule schedule, CancellationToken cancellationToken)
    {
        await using var subject = await Start();
        output.WriteLine($"  {schedule}");
        return !(await Play(subject, schedule, cancellationToken)).Holds;
    }

    private async Task<Outcome> Play(ISubject subject, Schedule schedule, CancellationToken cancellationToken)
    {
        foreach (var fault in schedule.Faults)
        {
            injected[fault.Kind] = injected.GetValueOrDefault(fault.Kind) + 1;
        }

        var shown = 0;
        var outcome = await new Round(subject, settings.Round).Play(schedule, (done, size) =>
        {
            var tenth = 10 * done / size;
            if (tenth > Interlocked.Exchange(ref shown, Math.Max(shown, tenth)))
            {
                output.Write($"{tenth * 10}% ");
            }
        }, cancellationToken);
        output.WriteLine();
        output.WriteLine($"  {(outcome.Holds ? "holds" : "FAILS")}: {outcome.Done}, {outcome.History.Calls} calls, {outcome.History.Now.TotalSeconds:0} s, {Megabytes(outcome.Memory)}");
        foreach (var violation in outcome.Violations.Take(20))
        {
            output.WriteLine($"  - {violation}");
        }

        return outcome;
    }

    private IEnumerable<(string What, int Count)> Summary(int played, Done done, int calls) =>
    [
        ("rounds", played), ("accepted", done.Accepted), ("decided", done.Decided), ("cancelled", done.Cancelled), ("revoked", done.Revoked), ("calls", calls),
        .. injected.OrderBy(kind => kind.Key).Select(kind => ($"{kind.Key}", kind.Value)),
    ];
}

/// <param name="Faults">Played instead of those that the seeds give, those of one round after those of another.</param>
/// <param name="History">The file for the history of a round that fails.</param>
public sealed record DrillSettings(int Rounds, int Seed, SubjectSettings Form, RoundSettings Round, string History, bool Shrink = true, params IReadOnlyList<string> Faults);
