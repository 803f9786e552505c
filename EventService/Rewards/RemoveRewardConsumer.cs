using Contracts;
using Contracts.Rewards;
using Documents;
using EventService.Events;
using MassTransit;

namespace EventService.Rewards;

internal sealed class RemoveRewardConsumer(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<RemoveRewardConsumer> logger)
    : IConsumer<RemoveReward>
{
    public async Task Consume(ConsumeContext<RemoveReward> context)
    {
        var message = context.Message;
        var (e, refusal) = await events.Decide(
            message.EventId, e => Decide(e, message.RewardId, Actor.Of(message.Caller), time.GetUtcNow()), Refusals.NoEvent, context.CancellationToken);
        if (e is not null)
        {
            logger.LogInformation("Reward {RewardId} of event {EventId} was removed by {UserId}", message.RewardId, message.EventId, message.Caller.UserId);
        }

        await context.Answer(new RewardRemoved(message.RewardId), refusal);
    }

    internal static Decision Decide(EventDocument e, Guid rewardId, string actor, DateTimeOffset now)
    {
        if (e.Reward(rewardId) is not { } reward)
        {
            return Refusals.NoReward;
        }

        if (e.InUse)
        {
            return Refusals.RewardInUse;
        }

        if (e.IsOverAt(now))
        {
            return Refusals.EventEnded;
        }

        e.Rewards.Remove(reward);
        e.RaiseRemoval(reward, actor, now);
        return Decision.Changed;
    }
}
