using Contracts.Granting;
using MassTransit;
using Persistence;

namespace RewardWorker.Granting;

/// <summary>Grants each reward of a request once, however often it is asked to, and answers each time.</summary>
internal sealed class GrantRewardConsumer(IDocumentStore<Grant> grants, TimeProvider time) : IConsumer<GrantReward>
{
    public async Task Consume(ConsumeContext<GrantReward> context)
    {
        var message = context.Message;
        var grant = Grant.Of(message, time.GetUtcNow());
        grant.Raise(Answer(grant, reversed: false));
        if ((await grants.Insert(grant, context.CancellationToken)).IsSaved)
        {
            return;
        }

        // Asked before. The answer may have been lost on its way, so it is given again.
        var reversed = await grants.Get(Grant.ReversalIdOf(message.RequestId, message.Reward.RewardId), context.CancellationToken) is not null;
        await grants.Change(grant.Id, existing =>
        {
            existing.Raise(Answer(existing, reversed));
            return true;
        }, context.CancellationToken);
    }

    internal static object Answer(Grant grant, bool reversed) =>
        reversed || grant.Kind == GrantKind.Withdrawn
            ? new RewardGrantRefused(grant.RequestId, grant.RewardId, "GRANT_REVOKED")
            : new RewardGranted(grant.RequestId, grant.RewardId, grant.Value!.CouponCode);
}
