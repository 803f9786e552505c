using Contracts;
using Contracts.Granting;
using Contracts.Rewards;
using Documents;
using EventService.Events;
using MassTransit;

namespace EventService.Rewards;

internal sealed class ChangeRewardConsumer(
    IDocumentStore<EventDocument> events, CouponCodeRegister register, IClientFactory clients, TimeProvider time, ILogger<ChangeRewardConsumer> logger)
    : IConsumer<ChangeReward>
{
    public async Task Consume(ConsumeContext<ChangeReward> context)
    {
        var message = context.Message;
        var (e, refusal) = await Change(message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        if (e is not null)
        {
            logger.LogInformation("Reward {RewardId} of event {EventId} was changed by {UserId}", message.RewardId, message.EventId, message.Caller.UserId);
        }

        await context.Answer(e?.Reward(message.RewardId)?.ToDetails(message.EventId, message.Caller.SeesCodes()), refusal);
    }

    private async Task<(EventDocument? Event, Refused? Refusal)> Change(ChangeReward message, Guid command, CancellationToken cancellationToken)
    {
        var (answer, sent) = await Save(message, command, cancellationToken);
        if (answer.Refusal is not null && sent && await events.Get(message.EventId.ToString(), cancellationToken) is { } e)
        {
            // RewardWorker has changed what the event has not.
            await SendStock(e, message.RewardId, cancellationToken);
        }

        return answer;
    }

    private async Task<((EventDocument? Event, Refused? Refusal) Answer, bool StockSent)> Save(
        ChangeReward message, Guid command, CancellationToken cancellationToken)
    {
        string[] codes = message.Value?.CouponCode is { } code ? [code] : [];
        for (var sent = false; ; sent = true)
        {
            var (judged, answer) = ChangesStock(message) ? await ChangeStock(message, command, cancellationToken) : (null, null);
            if (answer is { } known)
            {
                return (known, sent);
            }

            // Who comes between has sent another stock: then it is ours to send again.
            var overtaken = false;
            var saved = await register.Decide(
                message.EventId,
                message.RewardId,
                codes,
                fromList: false,
                e =>
                {
                    overtaken = judged is { } version && e.Version != version;
                    return overtaken ? Decision.Unchanged : e.Once(command, one => Decide(one, message, time.GetUtcNow()));
                },
                cancellationToken);
            if (!overtaken)
            {
                return (saved, judged is not null);
            }
        }
    }

    private static bool ChangesStock(ChangeReward message) =>
        message.Stock is not null || message.LowStockAt is not null || message.Cleared?.Any(field => field is "stock" or "lowStockAt") == true;

    /// <summary>
    /// RewardWorker knows what is taken, and so has the last word; it is asked also when the event has that stock already,
    /// for it may not. With the version that was judged, or with the answer when that ends it.
    /// </summary>
    private async Task<(long? Judged, (EventDocument? Event, Refused? Refusal)? Answer)> ChangeStock(
        ChangeReward message, Guid command, CancellationToken cancellationToken)
    {
        if (await events.Get(message.EventId.ToString(), cancellationToken) is not { } e)
        {
            return (null, (null, Refusals.NoEvent));
        }

        if (e.HasDone(command))
        {
            return (null, (e, null));
        }

        if (Decide(e, message, time.GetUtcNow()).Refusal is { } refusal)
        {
            return (null, (null, refusal));
        }

        return await SendStock(e, message.RewardId, cancellationToken) is { } tooLittle ? (null, (null, tooLittle)) : (e.Version, null);
    }

    /// <returns>Why RewardWorker did not take it.</returns>
    private async Task<Refused?> SendStock(EventDocument e, Guid rewardId, CancellationToken cancellationToken)
    {
        if (e.Reward(rewardId)?.Policy is not { } policy)
        {
            return null;
        }

        var response = await clients.CreateRequestClient<ChangeStock>().GetResponse<StockDetails, Refused>(
            new ChangeStock(rewardId, Guid.Parse(e.Id), policy), cancellationToken);
        return response.Is(out Response<Refused>? refused) ? refused.Message : null;
    }

    internal static Decision Decide(EventDocument e, ChangeReward message, DateTimeOffset now)
    {
        if (e.Reward(message.RewardId) is not { } reward)
        {
            return Refusals.NoReward;
        }

        var faults = new FieldFaults();
        var next = reward with
        {
            Name = message.Name ?? reward.Name,
            Value = message.Value is { } given ? reward.Value.With(given, faults, now, reward.CouponCodes) : reward.Value,
            ReturnOnRevoke = message.ReturnOnRevoke ?? reward.ReturnOnRevoke,
            Stock = Cleared("stock") ? null : message.Stock ?? reward.Stock,
            LowStockAt = Cleared("stock") || Cleared("lowStockAt") ? null : message.LowStockAt ?? reward.LowStockAt,
            Delivery = Cleared("delivery") ? null : message.Delivery ?? reward.Delivery,
        };
        if (next == reward && faults.Found.Count == 0)
        {
            return Decision.Unchanged;
        }

        RewardRules.CheckChange(faults, next.Name, next.Stock, next.LowStockAt, unlimited: next.Stock is null);
        faults.AddIf(reward.CouponCodes && next.Stock != reward.Stock, "stock", "of a list of coupon codes is their number.");
        next.Delivery?.Check(faults);
        if (faults.ToRefusal() is { } refusal)
        {
            return refusal;
        }

        // How much of it there is, and for how long, may change while it is claimed; whether it is counted at all may not.
        if (e.InUse && (!next.Value.Continues(reward.Value) || (next.Stock is null) != (reward.Stock is null)))
        {
            return Refusals.RewardInUse;
        }

        if (e.IsOverAt(now))
        {
            return Refusals.EventEnded;
        }

        if (e.HasCouponCodeOf(next))
        {
            return Refusals.CouponCodeTaken;
        }

        next = next with { UpdatedAt = now };
        e.Rewards[e.Rewards.IndexOf(reward)] = next;
        e.RaiseChange(reward, next, Actor.Of(message.Caller));
        return Decision.Changed;

        bool Cleared(string field) => message.Cleared?.Contains(field) == true;
    }
}
