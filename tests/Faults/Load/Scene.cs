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
    private readonly ConcurrentDictionary<CarefulClient, Lazy<Task>> registered = [];
    private readonly ConcurrentQueue<string> toRevoke = [];

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

    public Done Done => new(Accepted.Count, Decisions.Count, Cancelled.Count, Revoked.Count);

    private IReadOnlyList<CarefulClient> Deciders { get; set; } = [];

    public static async Task<Scene> Prepare(IReadOnlyList<Uri> addresses, int seed, int users)
    {
        var receiver = await WebhookReceiver.Start();
        var scene = new Scene(new Random(seed), $"R{seed}-{Guid.NewGuid().ToString("N")[..6]}", receiver);
        scene.Admin = await scene.Client(addresses, "admin").SignIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        scene.Campaigns = [.. await Task.WhenAll(Enum.GetValues<CampaignKind>().Select(kind => Campaign.Create(scene.Admin, kind, scene.Round, receiver.Url)))];
        scene.Users = [.. Enumerable.Range(0, users).Select(i => scene.Client(Rotated(addresses, i), $"user{i}"))];
        scene.Deciders = [.. Enumerable.Range(0, Operators).Select(i => scene.Client(addresses, $"operator{i}"))];

        // The others register when they first ask, while parts break.
        await Parallel.ForEachAsync(scene.Users.Take(users / 2).Concat(scene.Deciders), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (user, _) => await scene.IsRegistered(user));
        foreach (var decider in scene.Deciders)
        {
            await scene.Promote(decider);
        }

        return scene;
    }

    /// <summary>Everybody asks for everything once, in an order of his own; half of them register first, some cancel, operators decide in races, and some is revoked.</summary>
    public async Task Play(TimeSpan load, Action<int> progress)
    {
        var asks = Users.SelectMany(user => Campaigns.Select(campaign => (user, campaign))).ToArray();
        random.Shuffle(asks);
        var (done, begin) = (0, History.Now);
        using var end = new CancellationTokenSource();
        var deciding = Task.WhenAll([.. Deciders.Select(decider => Decide(decider, new Random(random.Next()), end.Token)), Revoke(end.Token)]);
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

    /// <summary>Once, however many asks of his meet.</summary>
    private Task IsRegistered(CarefulClient user) => registered.GetOrAdd(user, one => new Lazy<Task>(one.SignUp)).Value;

    /// <summary>Users begin at different instances.</summary>
    private static IReadOnlyList<Uri> Rotated(IReadOnlyList<Uri> addresses, int by) => [.. addresses.Select((_, i) => addresses[(i + by) % addresses.Count])];

    private CarefulClient Client(IReadOnlyList<Uri> addresses, string name) => new(addresses, name, History, violations);

    private Task<ApiAnswer> Promote(CarefulClient user) => Admin.Put($"/users/{user.UserId}/roles", new { roles = new[] { "USER", "OPERATOR" } });

    private async Task Ask(CarefulClient user, Campaign campaign, int number)
    {
        await IsRegistered(user);
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
            toRevoke.Enqueue(id);
        }
    }

    /// <summary>Some of what is fulfilled; what is not fulfilled yet is looked at again.</summary>
    private async Task Revoke(CancellationToken end)
    {
        var isEnd = false;
        while (!isEnd)
        {
            isEnd = end.IsCancellationRequested;
            for (var left = toRevoke.Count; left > 0 && toRevoke.TryDequeue(out var id); left--)
            {
                if (await Status(id) == "FULFILLED"
                    && (await Admin.Post($"/events/requests/{id}/revoke", new { reason = "drill" }, HttpStatusCode.OK, HttpStatusCode.Conflict)).Status == HttpStatusCode.OK)
                {
                    // What was answered is so in the end.
                    Revoked.Add(id);
                    continue;
                }

                switch (await Status(id))
                {
                    case "REVOKED":
                        // Carried out by an attempt whose answer was lost, with a key that Redis forgot: a conflict.
                        Revoked.Add(id);
                        break;
                    case "PENDING" or "APPROVED" or "FULFILLED":
                        toRevoke.Enqueue(id);
                        break;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(isEnd ? 0 : 100), CancellationToken.None);
        }

        async Task<string> Status(string id) => (await Admin.Get($"/events/requests/{id}")).Text("status");
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
