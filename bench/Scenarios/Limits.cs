using System.Net;
using Bench.Load;
using Bench.Measures;
using Bench.Targets;
using Drills.Api;

namespace Bench.Scenarios;

/// <summary>Every route at the rate that is asked of it, all at once, and then a hundred users who do three things each.</summary>
internal static class Limits
{
    private const int AtOnce = 100;
    private const double MostOfAtOnce = 3000;
    private const double MostErrors = 0.01;
    private const string Rewards = "rewards of an event";
    private const string Everybody = "100 users at once: login, list, request";

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        var rounds = new List<Round>();
        foreach (var target in await session.Chosen())
        {
            rounds.AddRange(await Run(target, session.Settings, cancellationToken));
        }

        Report.PrintQuantiles(rounds.Select(round => (round.Subject, $"{round.Scenario}: {Verdict(round)}", round.Answers)));
        await Report.Write("limits", session.Settings, rounds);
    }

    private static string Verdict(Round round)
    {
        var (seen, bound) = round.Scenario == Everybody
            ? (round.Answers!.Max, MostOfAtOnce)
            : (round.Answers!.P95, Bounds[round.Scenario].P95);
        return seen < bound && round.Errors < round.Calls * MostErrors
            ? $"within {bound:F0} ms"
            : $"NOT within {bound:F0} ms and 1 % errors ({round.Errors} of {round.Calls})";
    }

    private static readonly Dictionary<string, (double Rate, double P95)> Bounds = new()
    {
        ["registration"] = (50, 300),
        ["login"] = (20, 200),
        ["event creation"] = (30, 250),
        ["reward request"] = (50, 150),
        ["event list"] = (35, 150),
        [Rewards] = (20, 120),
        ["requests list"] = (20, 120),
        ["own profile"] = (30, 80),
    };

    private static async Task<IReadOnlyList<Round>> Run(Target target, Settings settings, CancellationToken cancellationToken)
    {
        using var load = new RequestLoad(target, settings);
        await Comparison.WarmUp(new Subject(load.Name, load.Flow), settings, cancellationToken);

        // Who logs in loses the session before, so that those have accounts of their own.
        var all = await load.Crowd.Callers(settings.Users + AtOnce + AtOnce);
        var (callers, logins, crowd) = (all.Take(settings.Users).ToList(), all.Skip(settings.Users).Take(AtOnce).ToList(), all.Skip(settings.Users + AtOnce).ToList());
        var operatorCaller = load.Crowd.Operator;
        var (one, _) = (await Plan.Make(load.Crowd, users: 1, requests: 1))[0];
        using var sender = new Sender(target.Address);

        if (settings.WarmUp > 0)
        {
            await AllRoutes("warm-up");
        }

        var rounds = await AllRoutes("measured");
        Progress.Say($"{target.Name}: {AtOnce} users at once");
        return [.. rounds, await Together()];

        async Task<Round[]> AllRoutes(string purpose)
        {
            var plan = await Plan.Make(load.Crowd, settings.Users, (int)(Bounds["reward request"].Rate * settings.Seconds));
            Progress.Say($"{target.Name}: all routes at once for {settings.Seconds} s, {purpose}");
            return await Task.WhenAll(Calls(plan).Select(call => AtRate(call.Key, Bounds[call.Key].Rate, call.Value)));
        }

        Dictionary<string, Func<int, Task<bool>>> Calls(Plan plan) => new()
        {
            ["registration"] = _ => Is(HttpStatusCode.Created, HttpMethod.Post, "/users", body: new { email = $"limits-{Guid.NewGuid():N}@example.com", password = ApiClient.Password }),
            ["login"] = i => Is(HttpStatusCode.OK, HttpMethod.Post, "/auth/login", body: Credentials(logins[i % logins.Count])),
            ["event creation"] = i => Is(HttpStatusCode.Created, HttpMethod.Post, "/events", operatorCaller, new { name = $"Limits {i}", periodStart = "2026-01-01T00:00:00Z" }),
            ["reward request"] = async i => await sender.RequestReward(plan[i].EventId, plan[i].Caller) is not null,
            ["event list"] = i => Is(HttpStatusCode.OK, HttpMethod.Get, "/events", callers[i % callers.Count]),
            [Rewards] = i => Is(HttpStatusCode.OK, HttpMethod.Get, $"/events/{one}/rewards", callers[i % callers.Count]),
            ["requests list"] = i => Is(HttpStatusCode.OK, HttpMethod.Get, "/events/requests", callers[i % callers.Count]),
            ["own profile"] = i => Is(HttpStatusCode.OK, HttpMethod.Get, "/auth/me", callers[i % callers.Count]),
        };

        async Task<bool> Is(HttpStatusCode expected, HttpMethod method, string path, Caller? caller = null, object? body = null) =>
            await sender.Send(method, path, caller, body) == expected;

        async Task<Round> AtRate(string name, double rate, Func<int, Task<bool>> call)
        {
            var (answers, errors, count) = (new Latencies(), 0, (int)(rate * settings.Seconds));
            using var meter = await Meter.Start([]);
            await OpenLoop.Run(
                rate,
                count,
                async (number, meant) =>
                {
                    if (!await call(number))
                    {
                        Interlocked.Increment(ref errors);
                    }

                    answers.AddSince(meant);
                },
                cancellationToken);
            return Round.Of(target.Name, name, target.Programs, count, errors, await meter.Stop(), answers);
        }

        async Task<Round> Together()
        {
            var (answers, errors) = (new Latencies(), 0);
            using var meter = await Meter.Start([]);
            await Task.WhenAll(crowd.Select(async caller =>
            {
                using var client = new ApiClient(target.Address);
                await Timed(() => LogIn(client, caller));
                await Timed(async () => (await client.Get("/events")).Status == HttpStatusCode.OK);
                await Timed(async () => (await client.Post($"/events/{one}/request")).Status == HttpStatusCode.Created);
            }));
            return Round.Of(target.Name, Everybody, target.Programs, crowd.Count * 3, errors, await meter.Stop(), answers);

            async Task Timed(Func<Task<bool>> call)
            {
                var started = System.Diagnostics.Stopwatch.GetTimestamp();
                if (!await call())
                {
                    Interlocked.Increment(ref errors);
                }

                answers.AddSince(started);
            }
        }
    }

    private static async Task<bool> LogIn(ApiClient client, Caller caller)
    {
        var answer = await client.Post("/auth/login", Credentials(caller));
        if (answer.Status != HttpStatusCode.OK)
        {
            return false;
        }

        client.With(answer.Text("accessToken"));
        return true;
    }

    private static object Credentials(Caller caller) => new { email = caller.Email, password = ApiClient.Password };
}
