using Bench.Load;

namespace Bench.Scenarios;

/// <summary>What is measured in turn with others.</summary>
/// <param name="Run">One round of so many requests.</param>
internal sealed record Subject(string Name, Func<int, CancellationToken, Task<Round>> Run);

/// <summary>Warms each subject up, then measures all of them in turn, so that what disturbs the machine disturbs all.</summary>
internal static class Comparison
{
    private const int WarmUpRound = 2000;
    private const int LeastRounds = 3;
    private const int SkippedWarmUp = 300;

    /// <summary>A round that costs more than this part of the cheapest so far has stopped falling.</summary>
    private const double StillFalling = 0.97;

    public static async Task<IReadOnlyList<Round>> Run(IReadOnlyList<Subject> subjects, Settings settings, CancellationToken cancellationToken)
    {
        var requests = new Dictionary<string, int>();
        foreach (var subject in subjects)
        {
            var warm = await WarmUp(subject, settings, cancellationToken);
            requests[subject.Name] = Math.Max(settings.Users, (int)(warm.CallsPerSecond * settings.Seconds));
        }

        var rounds = new List<Round>();
        for (var alternation = 1; alternation <= settings.Alternations; alternation++)
        {
            foreach (var subject in subjects)
            {
                var round = await subject.Run(requests[subject.Name], cancellationToken);
                Progress.Say($"{alternation}/{settings.Alternations} {Line(round)}");
                rounds.Add(round);
            }
        }

        return rounds;
    }

    /// <summary>Until a round's processor time a request has stopped falling, twice: compiled code gets better for a while.</summary>
    public static async Task<Round> WarmUp(Subject subject, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.WarmUp == 0)
        {
            return await subject.Run(SkippedWarmUp, cancellationToken);
        }

        var (sent, rounds, without, least) = (0, 0, 0, double.MaxValue);
        while (true)
        {
            var round = await subject.Run(Math.Min(WarmUpRound, settings.WarmUp), cancellationToken);
            Progress.Say($"warm-up {Line(round)}");
            sent += round.Calls;
            rounds++;
            without = round.ProcessorMilliseconds < least * StillFalling ? 0 : without + 1;
            least = Math.Min(least, round.ProcessorMilliseconds);
            if ((without >= 2 && rounds >= LeastRounds) || sent >= settings.WarmUp)
            {
                return round;
            }
        }
    }

    public static string Line(Round round) =>
        $"{round.Subject} {round.Scenario}: {round.Calls} calls, {round.Errors} errors, {round.CallsPerSecond:F0}/s, {round.ProcessorMilliseconds:F2} ms of CPU each";
}
