using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Testing;
using Testing.Api;
using Testing.Processes;

namespace Bench;

/// <summary>Users who request the reward of one event after another, until all requests are FULFILLED.</summary>
internal static class FlowLoad
{
    private const int Users = 50;

    public static async Task<RoundResult> Run(Target target, Options options)
    {
        var events = options.Requests / Users;
        using var admin = await new ApiClient(target.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var eventIds = new List<string>();
        for (var i = 0; i < events; i++)
        {
            var created = await admin.Post("/events", new { name = $"Load {i}", periodStart = "2026-01-01T00:00:00Z", status = "ACTIVE" });
            eventIds.Add(created.Expect(HttpStatusCode.Created).Text("id"));
            (await admin.Post($"/events/{eventIds[^1]}/rewards", new { type = "POINT", name = "Points", points = 10 })).Expect(HttpStatusCode.Created);
        }

        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => new ApiClient(target.Address).SignUp()));
        var latencies = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            eventIds.SelectMany(id => users.Select(user => (id, user))),
            new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency },
            async (pair, _) =>
            {
                var sent = Stopwatch.GetTimestamp();
                (await pair.user.Post($"/events/{pair.id}/request")).Expect(HttpStatusCode.Created);
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            });
        var accepted = watch.Elapsed;
        foreach (var id in eventIds)
        {
            await Wait.Until(async () => await IsDone(admin, id), $"event {id} to have no open request", TimeSpan.FromMinutes(5));
        }

        var fulfilled = watch.Elapsed;
        foreach (var user in users)
        {
            user.Dispose();
        }

        var sorted = latencies.Order().ToList();
        return new RoundResult(
            target.Name, sorted.Count / fulfilled.TotalSeconds, sorted.Count / accepted.TotalSeconds, sorted[sorted.Count / 2], sorted[sorted.Count * 95 / 100]);
    }

    private static async Task<bool> IsDone(ApiClient admin, string eventId)
    {
        foreach (var status in new[] { "PENDING", "APPROVED" })
        {
            if ((await admin.Get($"/events/requests?eventId={eventId}&status={status}&limit=1")).Expect(HttpStatusCode.OK).Items.Count > 0)
            {
                return false;
            }
        }

        return (await admin.Get($"/events/requests?eventId={eventId}&status=FAILED&limit=1")).Expect(HttpStatusCode.OK).Items.Count == 0
            ? true
            : throw new InvalidOperationException($"A request of event {eventId} failed.");
    }
}

/// <param name="FulfilledPerSecond">Requests from the first POST until the last is FULFILLED.</param>
/// <param name="AcceptedPerSecond">Requests from the first POST until the last 201.</param>
internal sealed record RoundResult(string Target, double FulfilledPerSecond, double AcceptedPerSecond, double P50Milliseconds, double P95Milliseconds)
{
    public override string ToString() =>
        $"{FulfilledPerSecond:F0} fulfilled/s, {AcceptedPerSecond:F0} accepted/s, POST p50 {P50Milliseconds:F1} ms, p95 {P95Milliseconds:F1} ms";
}
