using System.Collections.Concurrent;
using System.Net;
using Drills.Api;
using Drills.Checks;
using Drills.Load;

namespace Platform.Drill;

/// <summary>The simulated users and operators: three of four users have done what the condition asks, all ask, and every fourth asks twice.</summary>
internal sealed class Crowd(Func<string, CarefulClient> client, CarefulClient admin, DrilledEvent drilled, string eventId) : IDisposable
{
    private const int AtOnce = 16;
    private const int Batch = 1000;
    private static readonly string[] OperatorRoles = ["USER", "OPERATOR"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<CarefulClient> operators = [];
    private CarefulClient[] users = [];

    public IReadOnlyList<CarefulClient> Users => users;

    /// <summary>Of every request that was answered with 201.</summary>
    public ConcurrentDictionary<string, bool> Accepted { get; } = new();

    /// <summary>Code and detail of every one that was refused.</summary>
    public ConcurrentBag<(string Code, string Detail)> Refused { get; } = [];

    public async Task Gather(int count, DateTimeOffset now)
    {
        users = new CarefulClient[count];
        await Parallel.ForAsync(0, count, Parallelism, async (i, _) => users[i] = await client($"user{i}").SignUp());
        for (var i = 0; drilled.IsManual && i < 2; i++)
        {
            var one = await client($"operator{i}").SignUp();
            await admin.Put($"/users/{one.UserId}/roles", new { roles = OperatorRoles });
            operators.Add(one);
        }

        var deeds = Deeds.For(drilled.Condition, now);
        var activities = users.Where((_, i) => i % 4 != 3).SelectMany(user => deeds.Select((deed, i) =>
        {
            var activity = deed.DeepClone();
            (activity["userId"], activity["key"]) = (user.UserId, $"deed-{i}");
            return activity;
        }));
        foreach (var batch in activities.Chunk(Batch))
        {
            await admin.Post("/activities", batch, HttpStatusCode.Accepted);
        }
    }

    /// <summary>Everybody asks, in an order of the seed, spread over the time; operators decide until nobody waits.</summary>
    public async Task Ask(Random random, TimeSpan load, Action<int> asked)
    {
        var asks = users.Concat(users.Where((_, i) => i % 4 == 0)).ToArray();
        random.Shuffle(asks);
        var (begin, done) = (TimeProvider.System.GetTimestamp(), 0);
        using var end = new CancellationTokenSource();
        var deciding = Task.WhenAll(operators.Select(one => Decide(one, end.Token)));
        await Parallel.ForEachAsync(asks.Index(), Parallelism, async (ask, _) =>
        {
            var wait = (load * ask.Index / asks.Length) - TimeProvider.System.GetElapsedTime(begin);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, CancellationToken.None);
            }

            var answer = await ask.Item.Post($"/events/{eventId}/request", null, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
            Note(answer);
            asked(Interlocked.Increment(ref done) * 100 / asks.Length);
        });
        await end.CancelAsync();
        await deciding;
    }

    public void Dispose()
    {
        foreach (var one in users.Concat(operators))
        {
            one?.Dispose();
        }
    }

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = AtOnce };

    private void Note(ApiAnswer answer)
    {
        if (answer.Status == HttpStatusCode.Created)
        {
            Accepted[answer.Text("id")] = true;
        }
        else
        {
            Refused.Add((answer.Code ?? $"{(int)answer.Status}", answer.Json.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : ""));
        }
    }

    /// <summary>Approves three of four; all operators judge alike, so that four eyes agree.</summary>
    private async Task Decide(CarefulClient one, CancellationToken end)
    {
        while (true)
        {
            var last = end.IsCancellationRequested;
            var waiting = (await one.All($"/events/requests?eventId={eventId}&status=PENDING&limit=100"))
                .Where(request => !request.GetProperty("timeline").EnumerateArray().Any(entry => entry.GetProperty("actor").GetString() == one.UserId.ToString()))
                .Select(request => request.Text("id")).ToList();
            foreach (var id in waiting)
            {
                var route = id[^1] is '0' or '4' or '8' or 'c' ? "reject" : "approve";
                await one.Post($"/events/requests/{id}/{route}", new { reason = "drill" }, HttpStatusCode.OK, HttpStatusCode.Conflict);
            }

            if (last && waiting.Count == 0)
            {
                return;
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
