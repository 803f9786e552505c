using System.Diagnostics;
using System.Net;
using Bench.Load;
using Bench.Measures;
using Bench.Targets;

namespace Bench.Scenarios;

/// <summary>The same calls with a user's token and with the key of a service account, in turn, in a closed loop.</summary>
internal static class KeyCalls
{
    private const int Events = 50;

    private static readonly string[] Permissions = ["events:read"];

    // Of its own, unlike those of users, which the targets switch off.
    private static readonly Dictionary<string, string> Unlimited = new() { ["RateLimits__Service"] = "0" };

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        var settings = session.Settings;
        var rounds = new List<Round>();
        foreach (var target in await session.Chosen(Unlimited))
        {
            using var crowd = new Crowd(target.Address);
            using var sender = new Sender(target.Address);
            var plan = await Plan.Make(crowd, users: 1, requests: Events);
            var users = await crowd.Callers(settings.Users);
            var machines = await Crowd.ForEach(Enumerable.Range(0, settings.Users), number => Machine(crowd, number));
            foreach (var (name, path) in new[] { ("GET /events", "/events"), ("GET /events/{id}/rewards", $"/events/{plan.Events[0]}/rewards") })
            {
                rounds.AddRange(await Comparison.Run([Subject(target, sender, $"{name}, token", path, users, settings), Subject(target, sender, $"{name}, key", path, machines, settings)], settings, cancellationToken));
            }
        }

        Report.Print(rounds);
        await Report.Write("keys", settings, rounds);
    }

    private static Subject Subject(Target target, Sender sender, string name, string path, IReadOnlyList<Caller> callers, Settings settings) => new(
        $"{target.Name}, {name}",
        async (calls, _) =>
        {
            var (answers, next, errors) = (new Latencies(), 0, 0);
            using var meter = await Meter.Start(target.Counters);
            await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => Task.Run(Ask)));
            return Round.Of($"{target.Name}, {name}", "keys", target.Programs, calls, errors, await meter.Stop(), answers);

            async Task Ask()
            {
                while (Interlocked.Increment(ref next) is var number && number <= calls)
                {
                    var started = Stopwatch.GetTimestamp();
                    if (await sender.Send(HttpMethod.Get, path, callers[number % callers.Count]) != HttpStatusCode.OK)
                    {
                        Interlocked.Increment(ref errors);
                    }

                    answers.AddSince(started);
                }
            }
        });

    private static async Task<Caller> Machine(Crowd crowd, int number)
    {
        var account = await crowd.Admin.ServiceAccounts.Create($"Load {number}", Permissions);
        return new Caller("", Guid.Empty, account.Key);
    }
}
