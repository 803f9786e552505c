using Bench.Load;

namespace Bench.Scenarios;

/// <summary>Reward requests other than a flow in a closed loop.</summary>
internal static class RequestScenarios
{
    private const double LatencyRate = 100;

    /// <summary>At a fixed rate, with each user's event stream open.</summary>
    public static Task Latency(Session session, CancellationToken cancellationToken) => Run(
        "latency", session, (load, _) => load.Open("latency", session.Settings.Rate ?? LatencyRate, withStreams: true, cancellationToken), cancellationToken);

    /// <summary>At half the rate of a flow in a closed loop.</summary>
    public static Task Half(Session session, CancellationToken cancellationToken) => Run(
        "half",
        session,
        async (load, warm) =>
        {
            var peak = await load.Flow(Requests(warm, session.Settings), cancellationToken);
            Progress.Say(Comparison.Line(peak));
            return await load.Open("half", peak.CallsPerSecond / 2, withStreams: false, cancellationToken);
        },
        cancellationToken);

    /// <summary>Acceptance alone: as many as a flow of the given seconds would fulfil.</summary>
    public static Task Burst(Session session, CancellationToken cancellationToken) => Run(
        "burst", session, (load, warm) => load.Burst(Requests(warm, session.Settings), cancellationToken), cancellationToken);

    private static int Requests(Round warm, Settings settings) => Math.Max(settings.Users, (int)(warm.CallsPerSecond * settings.Seconds));

    private static async Task Run(string scenario, Session session, Func<RequestLoad, Round, Task<Round>> measure, CancellationToken cancellationToken)
    {
        var rounds = new List<Round>();
        foreach (var target in await session.Chosen())
        {
            using var load = new RequestLoad(target, session.Settings);
            var warm = await Comparison.WarmUp(new Subject(load.Name, load.Flow), session.Settings, cancellationToken);
            for (var i = 0; i < session.Settings.Alternations; i++)
            {
                var round = await measure(load, warm);
                Progress.Say(Comparison.Line(round));
                rounds.Add(round);
            }

            await load.Verify();
        }

        Report.Print(rounds);
        Report.PrintQuantiles(rounds.SelectMany(round => new[]
        {
            (round.Subject, "POST to 201", round.Answers),
            (round.Subject, "POST to FULFILLED, by the timeline", round.Ends),
            (round.Subject, "POST to FULFILLED, as the stream tells", round.Seen),
        }));
        await Report.Write(scenario, session.Settings, rounds);
    }
}
