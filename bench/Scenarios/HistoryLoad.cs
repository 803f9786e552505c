using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bench.Targets;
using Spectre.Console;
using Drills.Api;
using Messaging.Client;
using Testing.Processes;
using Activity = Messaging.Client.Activity;
using Compare = Messaging.Client.Comparison;

namespace Bench.Scenarios;

/// <summary>Users with short and long histories, asked in turn: what the length of a history costs.</summary>
internal static class HistoryLoad
{
    private const int Batch = 1000;
    private const int Days = 365;
    private const int Requests = 200;
    private const int WarmUpRounds = 3;

    private static readonly int[] Lengths = [100, 10_000, 100_000];

    public static async Task Run(Session session, CancellationToken cancellationToken)
    {
        foreach (var target in await session.Chosen())
        {
            await Run(target);
        }
    }

    private static async Task Run(Target target)
    {
        using var admin = await new ApiClient(target.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var eventIds = new List<Guid>();
        for (var i = 0; i < Requests; i++)
        {
            eventIds.Add(await Event(admin.Typed, i));
        }

        var users = new List<User>();
        foreach (var length in Lengths)
        {
            var client = await new ApiClient(target.Address).SignUp();
            users.Add(new User(length, client));
            var watch = Stopwatch.StartNew();
            await Record(admin.Typed, client.UserId, length);
            var recorded = watch.Elapsed;
            var first = await Time(() => client.Get($"/events/{eventIds[0]}/progress"), HttpStatusCode.OK);
            AnsiConsole.WriteLine(
                CultureInfo.InvariantCulture,
                $"{length} activities recorded in {recorded.TotalSeconds:F1} s ({length / recorded.TotalSeconds:F0}/s); progress right afterwards: {first:F1} ms");
        }

        for (var round = -WarmUpRounds; round < Requests; round++)
        {
            foreach (var user in users)
            {
                // Before the first round: warm-up, on the first event.
                var progress = await Time(() => user.Client.Get($"/events/{eventIds[Math.Max(round, 0)]}/progress"), HttpStatusCode.OK);
                if (round >= 0)
                {
                    user.Progress.Add(progress);
                    user.Requests.Add(await Time(() => user.Client.Post($"/events/{eventIds[round]}/request"), HttpStatusCode.Created));
                }
            }
        }

        Print(users);
    }

    private static async Task<Guid> Event(MessagingClient admin, int number)
    {
        var where = new Dictionary<string, DataValue> { ["stage"] = "3" };
        var made = await admin.Events.Create(new NewEvent($"History {number}", Now().AddDays(-Days - 1))
        {
            TimeZone = "Europe/Berlin",
            Status = EventStatus.Active,
            Condition = Condition.AllOf(
                Condition.Count("purchase", Compare.AtLeast, 100),
                Condition.Sum("purchase", "amount", Compare.AtLeast, 1) with { Where = where },
                Condition.DistinctDays("purchase", Compare.AtLeast, 20),
                Condition.StreakDays("purchase", Compare.AtLeast, 1) with { Where = where }),
        });
        await admin.Rewards.Add(made.Id, NewReward.Points("Points", 10));
        return made.Id;
    }

    /// <summary>Spread over the year, each of five stages, with an amount.</summary>
    private static async Task Record(MessagingClient admin, Guid userId, int count)
    {
        var random = new Random(count);
        var now = Now();
        var activities = Enumerable.Range(0, count).Select(i => new Activity(
            userId,
            "purchase",
            now.AddSeconds(-random.Next(Days * 86_400)),
            $"{i}",
            new Dictionary<string, DataValue> { ["stage"] = $"{1 + (i % 5)}", ["amount"] = random.Next(1, 10_000) / 100m })).ToList();
        await Parallel.ForEachAsync(
            activities.Chunk(Batch),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (batch, cancellationToken) => await admin.Activities.Record(batch, cancellationToken));
    }

    private static async Task<double> Time(Func<Task<ApiAnswer>> call, HttpStatusCode expected)
    {
        var sent = Stopwatch.GetTimestamp();
        (await call()).Expect(expected);
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }

    private static void Print(List<User> users)
    {
        var table = new Table().AddColumns("activities", "progress p50 ms", "p95", "request p50 ms", "p95");
        foreach (var user in users)
        {
            table.AddRow($"{user.Length}", At(user.Progress, 50), At(user.Progress, 95), At(user.Requests, 50), At(user.Requests, 95));
            user.Client.Dispose();
        }

        AnsiConsole.WriteLine($"{Requests} of each, one at a time, the users in turn; a condition of four leaves over a period of a year");
        AnsiConsole.Write(table);

        static string At(List<double> figures, int percent) =>
            figures.Order().ElementAt(figures.Count * percent / 100).ToString("F1", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private sealed record User(int Length, ApiClient Client)
    {
        public List<double> Progress { get; } = [];

        public List<double> Requests { get; } = [];
    }
}
