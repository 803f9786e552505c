using System.Collections.Immutable;
using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using Documents.Engines;
using EventService.Requests;

namespace Model.Tests;

/// <summary>What is asked for, and by whom: the state in which requests were just accepted.</summary>
internal static class Scenario
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly Guid Event = Id(1);
    private static readonly Caller Administrator = new(Id(2), [Role.Admin]);

    /// <summary>Without a limit.</summary>
    public static RewardToGrant Points { get; } = new(Id(10), "Points", new PointValue(100));

    public static RewardToGrant DeliveredPoints { get; } = Points with { Delivery = new RewardDelivery("https://shop.example/", "") };

    /// <summary>It expires while an operator takes his time.</summary>
    public static RewardToGrant Coupon { get; } = new(Id(11), "Coupon", new CouponValue("SPRING", Start + (Deadline / 2)));

    /// <summary>So many of it; what is revoked returns.</summary>
    public static RewardToGrant Limited(int stock) =>
        new(Id(12), "Limited", new ItemValue("sword", 1), new StockPolicy(stock, null, CouponCodes: false), ReturnOnRevoke: true);

    /// <summary>Nobody decides; it may be revoked.</summary>
    public static State Automatic(params RewardToGrant[] rewards) => Accepted(Request(100, ApprovalMode.Auto, rewards));

    /// <summary>Operators decide, its user may cancel it, and it may be revoked.</summary>
    public static State Manual(params RewardToGrant[] rewards) => Accepted(Request(100, ApprovalMode.Manual, rewards));

    /// <summary>As <see cref="Manual"/>, and whoever decides may take as long as he likes.</summary>
    public static State ManualWithoutDeadline(params RewardToGrant[] rewards) => Accepted(Request(100, ApprovalMode.Manual, rewards, hasDeadline: false));

    /// <summary>As <see cref="ManualWithoutDeadline"/>, and nothing is revoked.</summary>
    public static State Unrevoked(params RewardToGrant[] rewards)
    {
        var state = ManualWithoutDeadline(rewards);
        var commands = state.Commands.RemoveRange(state.Commands.Where(c => c.Value is RevokeRewardRequest).Select(c => c.Key));
        return state with { Commands = commands, Backup = state.Backup! with { Commands = commands } };
    }

    /// <summary>Two automatic requests at once.</summary>
    public static State Two(params RewardToGrant[] rewards) =>
        Accepted(Request(100, ApprovalMode.Auto, rewards), Request(200, ApprovalMode.Auto, rewards));

    private static State Accepted(params RewardRequest[] requests)
    {
        var state = new State(
            ImmutableSortedDictionary.Create<string, StoredDocument>(StringComparer.Ordinal), Texts(), Texts(),
            ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal), Start, ImmutableSortedSet.Create<string>(StringComparer.Ordinal), null);
        foreach (var request in requests)
        {
            var world = new World();
            world.Begin(state, null);
            request.RaisePresent();
            world.Write(RewardRequest.Schema.Collection, WriteKind.Insert, request);
            state = world.State with { Commands = state.Commands.AddRange(CommandsOn(request).Select(c => KeyValuePair.Create(World.TextOf(c), c))) };
        }

        return state with { Backup = new Backup(state.Documents, state.Commands) };

        static ImmutableSortedDictionary<string, object> Texts() => ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);
    }

    private static IEnumerable<object> CommandsOn(RewardRequest request)
    {
        var id = Guid.Parse(request.Id);
        yield return new RevokeRewardRequest(id, Administrator, "a mistake");
        if (request.Approval == ApprovalMode.Manual)
        {
            yield return new ApproveRewardRequest(id, "operator", null);
            yield return new RejectRewardRequest(id, "operator", "no");
            yield return new CancelRewardRequest(id, new Caller(request.UserId, [Role.User]));
        }
    }

    private static RewardRequest Request(int number, ApprovalMode approval, RewardToGrant[] rewards, bool hasDeadline = true) => new()
    {
        Id = Id(number).ToString(),
        EventId = Event,
        UserId = Id(number + 1),
        Status = RequestStatus.Pending,
        EventRevision = 1,
        Approval = approval,
        Rewards = [.. rewards.Select(reward => new ClaimedReward(null, ToGrant: reward))],
        Timeline = [new TimelineEntry(Start, RequestStatus.Pending, Id(number + 1).ToString(), null)],
        CreatedAt = Start,
        UpdatedAt = Start,
        ApprovalDeadline = approval == ApprovalMode.Manual && hasDeadline ? Start + Deadline : null,
        StalledAt = Start + (approval == ApprovalMode.Manual && hasDeadline ? Deadline : TimeSpan.FromMinutes(10)),
    };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
