using Contracts;
using Contracts.Granting;
using Contracts.Rewards;
using EventService.Events;
using MassTransit;

namespace EventService.Rewards;

internal sealed class AddRewardConsumer(CouponCodeRegister register, IClientFactory clients, TimeProvider time, ILogger<AddRewardConsumer> logger)
    : IConsumer<AddReward>
{
    public async Task Consume(ConsumeContext<AddReward> context)
    {
        var message = context.Message;
        var (e, refusal) = await Add(message, context.CancellationToken);
        if (e is not null)
        {
            logger.LogInformation("Event {EventId} has reward {RewardId}, added by {UserId}", message.EventId, message.RewardId, message.Caller.UserId);
        }

        await context.Answer(e?.Reward(message.RewardId)?.ToDetails(message.EventId, message.Caller.SeesCodes()), refusal);
    }

    private Task<(EventDocument? Event, Refused? Refusal)> Add(AddReward message, CancellationToken cancellationToken) => register.Decide(
        message.EventId,
        message.RewardId,
        message.CouponCodes ?? ((message.Value as CouponValue)?.CouponCode is { } code ? [code] : []),
        message.CouponCodes is not null,
        e => Decide(e, message, time.GetUtcNow()),
        cancellationToken,

        // Before the reward that gives its codes can be seen.
        () => message.CouponCodes is { } list ? CouponCodeList.HandOver(clients, message.RewardId, list, cancellationToken) : Task.CompletedTask);

    internal static Decision Decide(EventDocument e, AddReward message, DateTimeOffset now)
    {
        if (e.Reward(message.RewardId) is not null)
        {
            return Decision.Unchanged;
        }

        var reward = new Reward(
            message.RewardId,
            message.Name,
            message.Value,
            message.ReturnOnRevoke,
            now,
            now,
            message.CouponCodes?.Count ?? message.Stock,
            message.LowStockAt,
            message.CouponCodes is not null,
            message.Delivery);
        var faults = new FieldFaults();
        RewardRules.CheckNew(faults, message.Name, message.Value.ToFields(), message.Stock, message.LowStockAt, message.CouponCodes, areSealed: true);
        message.Value.Check(faults, now, fromList: message.CouponCodes is not null);
        message.Delivery?.Check(faults);
        if (faults.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        if (e.IsOverAt(now))
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
        e.RaiseAddition(reward, Actor.Of(message.Caller));
        if (reward.Policy is { } policy)
        {
            e.Raise(new DefineStock(reward.RewardId, message.EventId, policy));
        }

        return Decision.Changed;
    }
}
