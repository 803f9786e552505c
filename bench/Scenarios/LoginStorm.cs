using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Bench.Load;
using Bench.Measures;
using Bench.Targets;
using Drills.Api;

namespace Bench.Scenarios;

/// <summary>More logins than can be hashed: how many are answered while their callers wait, and whether any is answered after.</summary>
internal static class LoginStorm
{
    private const double UsualRate = 200;

    /// <summary>How long the Gateway waits for an answer, and a little for its way back.</summary>
    private static readonly TimeSpan Waits = TimeSpan.FromSeconds(4.1);

    /// <summary>What the services use unless they are told otherwise: the storm is of real work.</summary>
    private static readonly Dictionary<string, string> RealHashes = new() { ["Passwords__Iterations"] = "220000" };

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        var rounds = new List<Round>();
        foreach (var target in await session.Chosen(RealHashes))
        {
            rounds.Add(await Run(target, session.Settings, cancellationToken));
        }

        Report.Print(rounds);
        Report.PrintQuantiles(rounds.Select(round => (round.Subject, "POST /auth/login to 200", round.Answers)));
        await Report.Write("login-storm", session.Settings, rounds);
    }

    private static async Task<Round> Run(Target target, Settings settings, CancellationToken cancellationToken)
    {
        using var crowd = new Crowd(target.Address);
        var callers = await crowd.Callers(settings.Users);
        using var sender = new Sender(target.Address);
        var rate = settings.Rate ?? UsualRate;
        var calls = (int)(rate * settings.Seconds);
        var (useful, late, refused) = (new Latencies(), 0, 0);
        var others = new ConcurrentDictionary<string, int>();
        using var meter = await Meter.Start(target.Counters);
        await OpenLoop.Run(
            rate,
            calls,
            async (number, _) =>
            {
                var sent = Stopwatch.GetTimestamp();
                var status = await sender.Send(HttpMethod.Post, "/auth/login", body: new { email = callers[number % callers.Count].Email, password = ApiClient.Password });
                var taken = Stopwatch.GetElapsedTime(sent);
                if (status != HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref refused);
                    others.AddOrUpdate(status is { } other ? $"{(int)other}" : "nothing", 1, (_, count) => count + 1);
                    return;
                }

                useful.Add(taken);
                if (taken > Waits)
                {
                    Interlocked.Increment(ref late);
                }
            },
            cancellationToken);
        var round = Round.Of(target.Name, "login-storm", target.Programs, calls, refused, await meter.Stop(), useful);
        Progress.Say($"{target.Name}: of {calls} logins {calls - refused} were answered with 200, {late} of them after their callers' 4 s; {refused} were not ({string.Join(", ", others.OrderBy(other => other.Key).Select(other => $"{other.Value} with {other.Key}"))})");
        return round;
    }
}
