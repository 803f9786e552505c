using Contracts;
using Contracts.Granting;
using Contracts.Rewards;
using EventService.Events;
using MassTransit;
using Persistence;

namespace EventService.Rewards;

internal sealed class AddRewardConsumer(
    IDocumentStore<EventDocument> events, CouponCodeRegister register, IClientFactory clients, TimeProvider time, ILogger<AddRewardConsumer> logger)
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

        await context.Answer(e?.Reward(message.RewardId)?.ToDetails(message.EventId, message.Caller.IsStaff()), refusal);
    }

    private async Task<(EventDocument? Event, Refused? Refusal)> Add(AddReward message, CancellationToken cancellationToken)
    {
        if (message.CouponCodes is { } list)
        {
            // The list is checked and handed over once, before the reward that gives its codes can be seen.
            var faults = new Faults();
            CouponCodeList.Check(list, faults);
            var e = await events.Get(message.EventId.ToString(), cancellationToken);
            var decision = e is null ? Refusals.NoEvent : Decide(e, message, time.GetUtcNow(), faults);
            if (!decision.Save)
            {
                return decision.Refusal is { } refusal ? (null, refusal) : (e, null);
            }

            await CouponCodeList.HandOver(clients, message.RewardId, list, cancellationToken);
        }

        IReadOnlyList<string> codes = message.CouponCodes ?? (message.Value.CouponCode is { } code ? [code] : []);
        return await register.Decide(
            message.EventId, message.RewardId, codes, e => Decide(e, message, time.GetUtcNow(), new Faults()), cancellationToken);
    }

    internal static Decision Decide(EventDocument e, AddReward message, DateTimeOffset now, Faults? listFaults = null)
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
        var faults = listFaults ?? new Faults();
        faults.AddIf(message.CouponCodes is not null && message.Stock is not null, "stock", "does not go with couponCodes: it is their number.");
        faults.AddIf(message.CouponCodes is not null && message.Value.Type != RewardType.Coupon, "couponCodes", "goes with COUPON only.");
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
        e.RaiseAddition(reward, message.Caller.UserId);
        if (reward.Policy is { } policy)
        {
            e.Raise(new DefineStock(reward.RewardId, message.EventId, policy));
        }

        return Decision.Changed;
    }
}
