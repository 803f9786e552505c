using System.Collections.Concurrent;
using System.Net;
using Drills.Api;
using Drills.Load;
using Drills.Receivers;
using Testing.Processes;

namespace Faults.Load;

/// <summary>The people and the events of one round, and what they do: all of it over REST.</summary>
public sealed class Scene : IAsyncDisposable
{
    private const int AtOnce = 24;
    private const int Operators = 2;

    private readonly ConcurrentBag<string> violations = [];
    private readonly Random random;

    private Scene(Random random, string round, WebhookReceiver receiver) => (this.random, Round, Receiver) = (random, round, receiver);

    public string Round { get; }

    public WebhookReceiver Receiver { get; }

    public History History { get; } = new();

    /// <summary>What broke the contract while the load ran.</summary>
    public IReadOnlyCollection<string> Violations => violations;

    public CarefulClient Admin { get; private set; } = null!;

    public IReadOnlyList<CarefulClient> Users { get; private set; } = [];

    public IReadOnlyList<Campaign> Campaigns { get; private set; } = [];

    /// <summary>Every request that was accepted: by its id, who asked for what.</summary>
    public ConcurrentDictionary<string, (CarefulClient User, Campaign Campaign)> Accepted { get; } = new();

    /// <summary>Every decision that was answered with 200: request, outcome, operator.</summary>
    public ConcurrentBag<(string Request, string Outcome, Guid Actor)> Decisions { get; } = [];

    public ConcurrentDictionary<string, string> Refused { get; } = new();

    public ConcurrentBag<string> Cancelled { get; } = [];

    public ConcurrentBag<string> Revoked { get; } = [];

    private IReadOnlyList<CarefulClient> Deciders { get; set; } = [];

    public static async Task<Scene> Prepare(IReadOnlyList<Uri> addresses, int seed, int users)
    {
        var receiver = await WebhookReceiver.Start();
        var scene = new Scene(new Random(seed), $"R{seed}-{Guid.NewGuid().ToString("N")[..6]}", receiver);
        scene.Admin = await scene.Client(addresses, "admin").SignIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        scene.Campaigns = [.. await Task.WhenAll(Enum.GetValues<CampaignKind>().Select(kind => Campaign.Create(scene.Admin, kind, scene.Round, receiver.Url)))];
        scene.Users = await Made(users, i => scene.Client(Rotated(addresses, i), $"user{i}"));
        scene.Deciders = await Made(Operators, i => scene.Client(addresses, $"operator{i}"));
        foreach (var decider in scene.Deciders)
        {
            await scene.Promote(decider);
        }

        return scene;
    }

    /// <summary>Everybody asks for everything once, in an order of his own; some cancel, operators decide in races, and some is revoked.</summary>
    public async Task Play(TimeSpan load, Action<int> progress)
    {
        var asks = Users.SelectMany(user => Campaigns.Select(campaign => (user, campaign))).ToArray();
        random.Shuffle(asks);
        var (done, begin) = (0, History.Now);
        using var end = new CancellationTokenSource();
        var deciding = Task.WhenAll(Deciders.Select((decider, i) => Decide(decider, new Random(random.Next()), end.Token)));
        await Parallel.ForEachAsync(asks.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (ask, _) =>
        {
            // Spread over the load's time, unless the platform is slower.
            var wait = begin + (load * ask.Index / asks.Length) - History.Now;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, CancellationToken.None);
            }

            await Ask(ask.Item.user, ask.Item.campaign, ask.Index);
            progress(Interlocked.Increment(ref done));
        });
        await end.CancelAsync();
        await deciding;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Users.Concat(Deciders).Append(Admin))
        {
            client.Dispose();
        }

        await Receiver.DisposeAsync();
    }

    private static async Task<IReadOnlyList<CarefulClient>> Made(int count, Func<int, CarefulClient> make)
    {
        var made = new CarefulClient[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => made[i] = await make(i).SignUp());
        return made;
    }

    /// <summary>Users begin at different instances.</summary>
    private static IReadOnlyList<Uri> Rotated(IReadOnlyList<Uri> addresses, int by) => [.. addresses.Select((_, i) => addresses[(i + by) % addresses.Count])];

    private CarefulClient Client(IReadOnlyList<Uri> addresses, string name) => new(addresses, name, History, violations);

    private Task<ApiAnswer> Promote(CarefulClient user) => Admin.Put($"/users/{user.UserId}/roles", new { roles = new[] { "USER", "OPERATOR" } });

    private async Task Ask(CarefulClient user, Campaign campaign, int number)
    {
        if (campaign.Kind == CampaignKind.Condition)
        {
            await Purchase(user);
        }

        var answer = await user.Post($"/events/{campaign.EventId}/request", null, HttpStatusCode.Created, HttpStatusCode.Conflict);
        if (answer.Status != HttpStatusCode.Created)
        {
            Refused[$"{user.UserId}/{campaign.EventId}"] = answer.Code ?? "";
            return;
        }

        var id = answer.Text("id");
        Accepted[id] = (user, campaign);
        if (campaign.Kind == CampaignKind.Manual && number % 4 == 0)
        {
            var cancel = await user.Post($"/events/requests/{id}/cancel", null, HttpStatusCode.OK, HttpStatusCode.Conflict);
            if (cancel.Status == HttpStatusCode.OK)
            {
                Cancelled.Add(id);
            }
        }
        else if (campaign.Kind is CampaignKind.Plain or CampaignKind.CouponList && number % 8 == 0)
        {
            // Not fulfilled yet, or failed: a conflict.
            var revoke = await Admin.Post($"/events/requests/{id}/revoke", new { reason = "drill" }, HttpStatusCode.OK, HttpStatusCode.Conflict);
            if (revoke.Status == HttpStatusCode.OK)
            {
                Revoked.Add(id);
            }
        }
    }

    /// <summary>In two batches that overlap, each of which may be told twice.</summary>
    private async Task Purchase(CarefulClient user)
    {
        foreach (var keys in new[] { new[] { 1, 2 }, [2, 3] })
        {
            var batch = keys.Select(key => new { userId = user.UserId, type = "purchase", occurredAt = "2026-02-01T00:00:00Z", key = $"{Round}-{key}" });
            await Admin.Post("/activities", batch.ToArray(), HttpStatusCode.Accepted);
        }
    }

    private async Task Decide(CarefulClient decider, Random own, CancellationToken end)
    {
        var manual = Campaigns.Single(campaign => campaign.Kind == CampaignKind.Manual);
        while (!end.IsCancellationRequested)
        {
            var waiting = (await decider.Get($"/events/requests?eventId={manual.EventId}&status=PENDING&limit=20")).Items.Select(request => request.GetProperty("id").GetString()!);
            foreach (var id in waiting)
            {
                var (route, outcome) = own.Next(3) == 0 ? ("reject", "REJECTED") : ("approve", "APPROVED");
                var answer = await decider.Post($"/events/requests/{id}/{route}", new { reason = "drill" }, HttpStatusCode.OK, HttpStatusCode.Conflict);
                if (answer.Status == HttpStatusCode.OK)
                {
                    Decisions.Add((id, outcome, decider.UserId));
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }
}
