using System.Diagnostics;
using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

/// <summary>Records how far the saga has come, on the request that its user and operators read.</summary>
internal sealed class RecordOutcomeConsumer(
    IDocumentStore<RewardRequest> requests, RequestLimits limits, TimeProvider time, ILogger<RecordOutcomeConsumer> logger)
    : IConsumer<RewardRequestGranted>, IConsumer<RewardRequestFulfilled>, IConsumer<RewardRequestFailed>
{
    public async Task Consume(ConsumeContext<RewardRequestGranted> context) =>
        await Record(context.Message.RequestId, r => Decide(r, context.Message, time.GetUtcNow()), context.CancellationToken);

    public async Task Consume(ConsumeContext<RewardRequestFulfilled> context)
    {
        var (_, isNew) = await Record(context.Message.RequestId, r => Decide(r, context.Message, time.GetUtcNow()), context.CancellationToken);
        if (isNew)
        {
            logger.LogInformation("Request {RequestId} is fulfilled", context.Message.RequestId);
        }
    }

    public async Task Consume(ConsumeContext<RewardRequestFailed> context)
    {
        var (request, isNew) = await Record(context.Message.RequestId, r => Decide(r, context.Message, time.GetUtcNow()), context.CancellationToken);
        await limits.Release(request, context.CancellationToken);
        if (isNew)
        {
            logger.LogInformation("Request {RequestId} failed: {Code}", context.Message.RequestId, context.Message.Code);
        }
    }

    /// <summary>An operator's approval is on the timeline already.</summary>
    internal static Decision Decide(RewardRequest request, RewardRequestGranted _, DateTimeOffset now)
    {
        if (HasOutcome(request))
        {
            return Decision.Unchanged;
        }

        if (request.Status != RequestStatus.Approved)
        {
            request.MoveTo(RequestStatus.Approved, Actor.System, null, now);
        }

        return request.AwaitDeliveries() ? Decision.Changed : Decision.Unchanged;
    }

    internal static Decision Decide(RewardRequest request, RewardRequestFulfilled message, DateTimeOffset now)
    {
        if (HasOutcome(request))
        {
            return Decision.Unchanged;
        }

        foreach (var grant in message.Grants)
        {
            var index = request.Rewards.FindIndex(reward => reward.Id == grant.RewardId);
            if (index < 0)
            {
                throw new InvalidOperationException($"Reward {grant.RewardId} was granted but is not one of request {request.Id}.");
            }

            request.Rewards[index] = request.Rewards[index] with { Granted = true, CouponCode = grant.CouponCode };
        }

        request.Conclude(RequestStatus.Fulfilled, null, now);
        return Decision.Changed;
    }

    /// <summary>That nothing stands which was granted before, a rejection or a cancellation says too.</summary>
    internal static Decision Decide(RewardRequest request, RewardRequestFailed message, DateTimeOffset now)
    {
        if (HasOutcome(request) || (message.Code == Reasons.DecidedBefore && request.Status is RequestStatus.Rejected or RequestStatus.Cancelled))
        {
            return Decision.Unchanged;
        }

        request.Conclude(RequestStatus.Failed, message.Code, now);
        return Decision.Changed;
    }

    /// <summary>
    /// Only what was approved is ever granted. A request that still waits for that, or that has ended without it, was restored
    /// from before its approval: what was granted stands.
    /// </summary>
    private static bool HasOutcome(RewardRequest request) => request.Status switch
    {
        RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Rejected or RequestStatus.Cancelled => false,
        RequestStatus.Fulfilled or RequestStatus.Failed or RequestStatus.Revoked => true,
        _ => throw new UnreachableException(),
    };

    /// <returns>The request, and whether it had not been told before.</returns>
    private async Task<(RewardRequest Request, bool IsNew)> Record(Guid requestId, Func<RewardRequest, Decision> decide, CancellationToken cancellationToken)
    {
        var decision = Decision.Unchanged;
        var (request, refusal) = await requests.Decide(requestId, r => decision = decide(r), Refusals.NoRequest, cancellationToken);
        return (request ?? throw new InvalidOperationException($"An outcome came for request {requestId}: {refusal!.Detail}"), decision == Decision.Changed);
    }
}
