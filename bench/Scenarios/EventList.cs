using System.Diagnostics;
using System.Net;
using Bench.Load;
using Bench.Measures;

namespace Bench.Scenarios;

/// <summary>Users who ask for the first page of the events, in a closed loop.</summary>
internal static class EventList
{
    private const int Events = 50;

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        var settings = session.Settings;
        var rounds = new List<Round>();
        foreach (var target in await session.Chosen())
        {
            using var crowd = new Crowd(target.Address);
            await Plan.Make(crowd, users: 1, requests: Events);
            var callers = await crowd.Callers(settings.Users);
            using var sender = new Sender(target.Address);

            // One round is the warm-up.
            for (var i = settings.WarmUp == 0 ? 1 : 0; i <= settings.Alternations; i++)
            {
                var (answers, calls, errors) = (new Latencies(), 0, 0);
                var end = Stopwatch.GetTimestamp() + (settings.Seconds * Stopwatch.Frequency);
                using var meter = await Meter.Start(target.Counters);
                await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => Task.Run(Ask, cancellationToken)));
                var round = Round.Of(target.Name, "list", target.Programs, calls, errors, await meter.Stop(), answers);
                Progress.Say(Comparison.Line(round));
                if (i > 0)
                {
                    rounds.Add(round);
                }

                async Task Ask()
                {
                    while (Stopwatch.GetTimestamp() < end)
                    {
                        var number = Interlocked.Increment(ref calls);
                        var started = Stopwatch.GetTimestamp();
                        if (await sender.Send(HttpMethod.Get, "/events", callers[number % callers.Count]) != HttpStatusCode.OK)
                        {
                            Interlocked.Increment(ref errors);
                        }

                        answers.AddSince(started);
                    }
                }
            }
        }

        Report.Print(rounds);
        Report.PrintQuantiles(rounds.Select(round => (round.Subject, "GET /events", round.Answers)));
        await Report.Write("list", settings, rounds);
    }
}
