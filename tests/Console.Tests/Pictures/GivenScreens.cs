using OperatorsConsole.Tests.Approvals;

namespace OperatorsConsole.Tests.Pictures;

/// <summary>What there is to see on each screen.</summary>
internal sealed record GivenScreens(Guid Event, Guid Draft, RewardRequest Granted)
{
    /// <summary>Every screen for who is signed in, by the name of its picture. Of an administrator, who sees everything.</summary>
    public IReadOnlyList<(string Name, string Place)> SignedIn =>
    [
        ("today", ""),
        ("events", "events?status=Active"),
        ("event", $"events/{Event}"),
        ("event-new", "events/new"),
        ("event-edit", $"events/{Event}/edit"),
        ("reward-new", $"events/{Event}/rewards/new"),
        ("approvals", $"approvals?event={Event}"),
        ("requests", $"requests?event={Event}"),
        ("request", $"requests/{Granted.Id}"),
        ("rewards", "rewards"),
        ("live", "live"),
        ("teams", "teams"),
        ("service-accounts", "service-accounts"),
        ("users", "users?q=somebody-a"),
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

    /// <param name="email">Of who looks at them; something was given to him.</param>
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
        await console.Admin.Stages.Create("Main stage", "The evening of the festival");
        await console.Admin.ServiceAccounts.Create("Shop of the house", ["activities:write", "events:read"]);
        return new GivenScreens(open.Id, draft.Id, granted);
    }
}
