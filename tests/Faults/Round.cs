using Faults.Checks;
using Faults.Load;
using Drills.Checks;
using Drills.Load;
using Drills.Plan;
using Drills.Processes;
using Faults.Subjects;

namespace Faults;

/// <summary>Plays one schedule under load, and checks what is left.</summary>
public sealed class Round(ISubject subject, RoundSettings settings)
{
    /// <param name="progress">Calls back with how many of how many requests were asked for.</param>
    /// <exception cref="OperationCanceledException">What was broken is mended.</exception>
    public async Task<Outcome> Play(Schedule schedule, Action<int, int> progress, CancellationToken cancellationToken)
    {
        await using var scene = await Scene.Prepare(subject.Addresses, schedule.Seed, settings.Users).WaitAsync(cancellationToken);
        scene.History.Event("load begins");
        var begin = scene.History.Now;
        using var end = new CancellationTokenSource();
        var faults = Task.WhenAll(schedule.Faults.Select(fault => Inject(fault)));
        var size = scene.Users.Count * scene.Campaigns.Count;
        try
        {
            await scene.Play(settings.Load, done => progress(done, size)).WaitAsync(cancellationToken);
        }
        catch
        {
            // What is broken is mended before anything is taken down.
            await end.CancelAsync();
            await faults.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        if (await Mended() is { } broken)
        {
            return new Outcome(schedule, [.. scene.Violations, broken], scene.Done, scene.History, 0);
        }

        scene.History.Event("healed");
        IReadOnlyList<string> found = [.. scene.Violations, .. await Quiet.Reached(scene.Admin, [.. scene.Campaigns.Select(campaign => (campaign.EventId, campaign.UnderWay))], settings.Quiet).WaitAsync(cancellationToken)];
        if (found.Count == 0)
        {
            found = await new RoundChecks(scene).Run().WaitAsync(cancellationToken);
            found = [.. scene.Violations, .. found];
        }

        return new Outcome(schedule, found, scene.Done, scene.History, subject.Memory());

        // What ended by itself, or does not come back.
        async Task<string?> Mended()
        {
            try
            {
                await faults;
                await subject.Heal();
                return null;
            }
            catch (Exception e) when (e is DiedException or TimeoutException or InvalidOperationException)
            {
                return e.Message;
            }
        }

        async Task Inject(Fault fault)
        {
            await Task.Delay(fault.At, end.Token);
            scene.History.Event($"{fault} begins {(scene.History.Now - begin).TotalSeconds:0.0} s after the load");
            await subject.Inject(fault, end.Token);
            scene.History.Event($"{fault} is mended");
        }
    }
}

/// <param name="Load">Over which the requests are spread.</param>
/// <param name="Quiet">Within which everything must have ended after the last fault is mended.</param>
public sealed record RoundSettings(int Users, TimeSpan Load, TimeSpan Quiet);

/// <param name="Violations">Empty when all held.</param>
/// <param name="Memory">Of our processes, in bytes.</param>
public sealed record Outcome(Schedule Schedule, IReadOnlyList<string> Violations, Done Done, History History, long Memory)
{
    public bool Holds => Violations.Count == 0;
}
