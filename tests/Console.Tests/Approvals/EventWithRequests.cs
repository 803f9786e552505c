namespace OperatorsConsole.Tests.Approvals;

/// <summary>An event whose requests operators decide, and what users have requested of it.</summary>
internal sealed record EventWithRequests(Event Event, IReadOnlyList<RewardRequest> Requests)
{
    /// <summary>Its queue alone: other tests ask for decisions, too.</summary>
    public string Queue => $"approvals?event={Event.Id}";

    public static async Task<EventWithRequests> Make(ConsoleUnderTest console, int requests, bool fourEyes = false, ApprovalMode approval = ApprovalMode.Manual)
    {
        var made = await console.Admin.Events.Create(new NewEvent($"Harvest {Guid.NewGuid():N}"[..20], TimeProvider.System.GetUtcNow().AddDays(-1))
        {
            Status = EventStatus.Active,
            Approval = approval,
            FourEyes = fourEyes,
            Condition = Condition.Count("login", Comparison.AtLeast, 1),
        });
        await console.Admin.Rewards.Add(made.Id, NewReward.Points("A hundred points", 100));
        var asked = new List<RewardRequest>();
        foreach (var _ in Enumerable.Range(0, requests))
        {
            asked.Add(await Request(console, made, await console.Account()));
        }

        return new EventWithRequests(made, asked);
    }

    public static async Task<RewardRequest> Request(ConsoleUnderTest console, Event its, string email)
    {
        using var user = await console.SignedIn(email);
        return await user.Requests.Create(its.Id);
    }
}
