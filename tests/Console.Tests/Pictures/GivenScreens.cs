using OperatorsConsole.Tests.Approvals;
using OperatorsConsole.Tests.Connections;

namespace OperatorsConsole.Tests.Pictures;

/// <summary>What there is to see on each screen.</summary>
/// <param name="Present">Who is on the stage and in the room, for as long as they are looked at.</param>
internal sealed record GivenScreens(Guid Event, Guid Draft, RewardRequest Granted, Guid Team, Guid Stage, Guid Room, IReadOnlyList<LiveConnection> Present) : IAsyncDisposable
{
    /// <summary>Every screen for who is signed in, by the name of its picture. Of an administrator, who sees everything.</summary>
    public IReadOnlyList<(string Name, string Place)> SignedIn =>
    [
        ("today", ""),
        ("events", "events?status=Active"),
        ("calendar", "events/calendar"),
        ("event", $"events/{Event}"),
        ("event-new", "events/new"),
        ("event-edit", $"events/{Event}/edit"),
        ("reward-new", $"events/{Event}/rewards/new"),
        ("approvals", $"approvals?event={Event}"),
        ("requests", $"requests?event={Event}"),
        ("request", $"requests/{Granted.Id}"),
        ("rewards", "rewards"),
        ("live", "live"),
        ("stages", "live/stages"),
        ("stage", $"live/stages/{Stage}"),
        ("rooms", "live/rooms"),
        ("room", $"live/rooms/{Room}"),
        ("connections", "connections"),
        ("connections-of-one", $"connections/teams/{Team}"),
        ("campaigns", $"connections/teams/{Team}/http"),
        ("campaign", $"connections/teams/{Team}/http/campaign?account=acme&id=c-3"),
        ("accounts", $"connections/teams/{Team}/http?part=Accounts"),
        ("configurations", $"connections/teams/{Team}/http?part=Configurations"),
        ("syncs", $"connections/teams/{Team}/http?part=Syncs"),
        ("teams", "teams"),
        ("team", $"teams/{Team}"),
        ("service-accounts", "service-accounts"),
        ("users", "users?q=somebody-"),
        ("user", $"users/{Granted.UserId}"),
        ("operations", "operations"),
        ("audit", $"audit?target=event:{Event}"),
        ("earn", "earn"),
        ("wallet", "wallet"),
        ("profile", "profile"),
        ("not-there", $"events/{Guid.Empty}"),
    ];

    public static IReadOnlyList<(string Name, string Place)> Open { get; } =
    [
        ("sign-in", "sign-in?return=events&ended=true"),
        ("second-factor", "second-factor"),
        ("verify-email", "verify-email?token=a-token"),
        ("forgot-password", "forgot-password"),
        ("register", "register"),
        ("reset-password", "reset-password?token=a-token"),
    ];

    /// <param name="email">Of who looks at them: a team is his, and something was given to him.</param>
    public static async Task<GivenScreens> Make(ConsoleUnderTest console, string email)
    {
        var now = TimeProvider.System.GetUtcNow();
        var open = await console.Admin.Events.Create(new NewEvent("Spring festival", now.AddDays(-3))
        {
            Description = "For everyone who came back after the winter.",
            PeriodEnd = now.AddDays(1),
            TimeZone = "Europe/Berlin",
            Status = EventStatus.Active,
            Approval = ApprovalMode.Manual,
            FourEyes = true,
            PointBudget = 1_000_000,
            Condition = Condition.AnyOf(
                Condition.Sum("purchase", "amount", Comparison.AtLeast, 50) with { Where = new Dictionary<string, DataValue> { ["shop"] = "berlin" } },
                Condition.AllOf(Condition.StreakDays("login", Comparison.AtLeast, 1), Condition.NoneOf(Condition.Count("refund", Comparison.MoreThan, 2)))),
        });
        await console.Admin.Rewards.Add(open.Id, NewReward.Points("Hundred points", 100) with { Stock = 12_500, LowStockAt = 100 });
        await console.Admin.Rewards.Add(open.Id, NewReward.Coupons("Voucher of the bakery", [.. Enumerable.Range(1, 3).Select(i => $"BAKERY-{Guid.NewGuid():N}-{i}")], now.AddDays(30)) with { LowStockAt = 3 });
        await console.Admin.Rewards.Add(open.Id, NewReward.Badge("Early bird", "early-bird"));
        var asked = new List<RewardRequest>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            asked.Add(await EventWithRequests.Request(console, open, await console.Account()));
        }

        await console.Admin.Requests.Approve(asked[^1].Id, "He was there.");
        var draft = await console.Admin.Events.Create(new NewEvent("Summer raffle", now.AddDays(60)));
        var friends = await console.Admin.Events.Create(new NewEvent("Friends of the house", now.AddDays(-30)) { Status = EventStatus.Active });
        await console.Admin.Rewards.Add(friends.Id, NewReward.Points("Welcome back", 1500));
        await console.Admin.Rewards.Add(friends.Id, NewReward.Coupons("Coffee at the bar", [.. Enumerable.Range(1, 40).Select(i => $"COFFEE-{Guid.NewGuid().ToString("N")[..6]}-{i}")], now.AddDays(90)));
        await console.Admin.Rewards.Add(friends.Id, NewReward.Badge("Friend of the house", "friend"));
        await EventWithRequests.Request(console, friends, email);
        var granted = await EventWithRequests.Request(console, friends, await console.Account());
        var present = new List<LiveConnection>();
        var stage = await Watched(console, present);
        var room = await Visited(console, present);
        var team = await Connected(console, email, friends);
        await console.Admin.ServiceAccounts.Create("Shop of the house", ["activities:write", "events:read"]);
        return new GivenScreens(open.Id, draft.Id, granted, team, stage, room, present);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in Present)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<Guid> Watched(ConsoleUnderTest console, List<LiveConnection> present)
    {
        var stage = await console.Admin.Stages.Create("Main stage", "The evening of the festival");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var viewer = await console.SignedIn(await console.Account());
            present.Add(await viewer.Live.Connect());
            await present[^1].JoinStage((await viewer.Stages.IssueToken(stage.Id, [StageCapability.Subscribe])).Token);
        }

        return stage.Id;
    }

    private static async Task<Guid> Visited(ConsoleUnderTest console, List<LiveConnection> present)
    {
        using var owner = await console.SignedIn(await console.Account());
        var room = await owner.Rooms.Create("Behind the curtain");
        present.Add(await owner.Live.Connect());
        await present[^1].JoinRoom(room.Id, (await owner.Rooms.IssueToken(room.Id, [RoomPermission.Audio, RoomPermission.Video])).Token);
        return room.Id;
    }

    /// <summary>A team with campaigns, of which an event names one.</summary>
    private static async Task<Guid> Connected(ConsoleUnderTest console, string email, Event its)
    {
        await using var platform = await GivenPlatform.Start(campaigns: 6);
        using var owner = await console.SignedIn(email);
        var team = await owner.Teams.Create("Marketing");
        await platform.Connect(owner, Owner.Team(team.Id), "acme");
        await owner.Events.Change(its.Id, new EventChange { Campaign = new CampaignReference("http", "acme", "c-3") });
        return team.Id;
    }
}
