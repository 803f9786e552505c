using Contracts.Rewards;
using EventService.Events;
using MassTransit;
using Persistence;

namespace EventService.Rewards;

internal sealed class AddRewardConsumer(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<AddRewardConsumer> logger)
    : IConsumer<AddReward>
{
    public async Task Consume(ConsumeContext<AddReward> context)
    {
        var message = context.Message;
        var (e, refusal) = await events.Decide(
            message.EventId, e => Decide(e, message, time.GetUtcNow()), Refusals.NoEvent, context.CancellationToken);
        if (e is not null)
        {
            logger.LogInformation("Event {EventId} has reward {RewardId}, added by {UserId}", message.EventId, message.RewardId, message.Caller.UserId);
        }

        await context.Answer(e?.Reward(message.RewardId)?.ToDetails(message.EventId, message.Caller.IsStaff()), refusal);
    }

    internal static Decision Decide(EventDocument e, AddReward message, DateTimeOffset now)
    {
        if (e.Reward(message.RewardId) is not null)
        {
            return Decision.Unchanged;
        }

        var reward = new Reward(message.RewardId, message.Name, message.Value, message.ReturnOnRevoke, now, now);
        var faults = new Faults();
        reward.Check(faults, before: null, now);
        if (faults.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        if (e.IsOver)
        {
            return Refusals.EventEnded;
        }

        if (e.HasCouponCodeOf(reward))
        {
            return Refusals.CouponCodeTaken;
        }

        if (e.Rewards.Count >= EventDocument.MaxRewards)
        {
            return Refusals.TooManyRewards;
        }

        e.Rewards.Add(reward);
        return Decision.Changed;
    }
}
