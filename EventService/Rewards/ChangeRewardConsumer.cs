using Contracts.Rewards;
using EventService.Events;
using MassTransit;
using Persistence;

namespace EventService.Rewards;

internal sealed class ChangeRewardConsumer(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<ChangeRewardConsumer> logger)
    : IConsumer<ChangeReward>
{
    public async Task Consume(ConsumeContext<ChangeReward> context)
    {
        var message = context.Message;
        var (e, refusal) = await events.Decide(
            message.EventId, e => Decide(e, message, time.GetUtcNow()), Refusals.NoEvent, context.CancellationToken);
        if (e is not null)
        {
            logger.LogInformation("Reward {RewardId} of event {EventId} was changed by {UserId}", message.RewardId, message.EventId, message.Caller.UserId);
        }

        await context.Answer(e?.Reward(message.RewardId)?.ToDetails(message.EventId, message.Caller.IsStaff()), refusal);
    }

    internal static Decision Decide(EventDocument e, ChangeReward message, DateTimeOffset now)
    {
        if (e.Reward(message.RewardId) is not { } reward)
        {
            return Refusals.NoReward;
        }

        var next = reward with
        {
            Name = message.Name ?? reward.Name,
            Value = message.Value ?? reward.Value,
            ReturnOnRevoke = message.ReturnOnRevoke ?? reward.ReturnOnRevoke,
        };
        if (next == reward)
        {
            return Decision.Unchanged;
        }

        var faults = new Faults();
        faults.AddIf(next.Value.Type != reward.Value.Type, "type", "of a reward cannot change.");
        next.Check(faults, reward.Value, now);
        if (faults.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        if (e.InUse && next.Value != reward.Value)
        {
            return Refusals.RewardInUse;
        }

        if (e.IsOver)
        {
            return Refusals.EventEnded;
        }

        if (e.HasCouponCodeOf(next))
        {
            return Refusals.CouponCodeTaken;
        }

        e.Rewards[e.Rewards.IndexOf(reward)] = next with { UpdatedAt = now };
        return Decision.Changed;
    }
}
