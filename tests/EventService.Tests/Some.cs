using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using EventService.Events;
using EventService.Requests;

namespace EventService.Tests;

/// <summary>Valid data; a test changes what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static readonly PointValue Points = new(100);

    public static readonly CouponValue Coupon = new("SPRING", Now.AddYears(90));

    public static Caller User(params Role[] more) => new(Guid.NewGuid(), [Role.User, .. more]);

    public static Caller Operator() => new(Guid.NewGuid(), [Role.Operator]);

    public static CreateEvent CreateEvent(DateTimeOffset now) => new(
        Guid.NewGuid(),
        new EventTerms("Spring", null, null, now.AddDays(-1), now.AddDays(1), "Europe/Berlin", ApprovalMode.Manual, null, false, null, null, null),
        EventStatus.Active,
        Operator());

    public static ChangeEvent ChangeEvent(Guid eventId = default) => new(
        eventId, null, null, null, null, null, null, null, null, null, null, null, null, null, null, [], Operator());

    public static EventDocument Event(EventStatus status = EventStatus.Active, params RewardValue[] rewards)
    {
        var e = CreateEventConsumer.Decide(CreateEvent(Now), Now).Event!;
        e.Status = status;
        e.Rewards.AddRange((rewards.Length == 0 ? [Points] : rewards).Select(value => Reward(value)));
        return e;
    }

    public static Reward Reward(RewardValue? value = null) => new(Guid.NewGuid(), "A reward", value ?? Points, false, Now, Now);

    public static AddReward AddReward(Guid eventId = default, RewardValue? value = null) =>
        new(Guid.NewGuid(), eventId, "A reward", value ?? Points, false, Operator());

    /// <summary>A request as it is loaded: what its insert raised has been sent.</summary>
    public static RewardRequest Request(
        RequestStatus status = RequestStatus.Pending, EventDocument? e = null, ApprovalMode approval = ApprovalMode.Manual, DateTimeOffset? deadline = null)
    {
        var created = RewardRequest.Create(Guid.NewGuid(), Guid.NewGuid(), e ?? Event(), null, Now);
        return new RewardRequest
        {
            Id = created.Id,
            EventId = created.EventId,
            UserId = created.UserId,
            Status = status,
            EventRevision = created.EventRevision,
            Approval = approval,
            ApprovalDeadline = deadline,
            Rewards = created.Rewards,
            Timeline = created.Timeline,
            CreatedAt = created.CreatedAt,
            UpdatedAt = created.UpdatedAt,
            StalledAt = created.StalledAt,
        };
    }
}
