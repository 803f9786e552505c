using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

/// <summary>Takes a fulfilled request back. The saga hears of it and reverses every grant.</summary>
internal sealed class RevokeRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, ShownRequests shown, TimeProvider time, ILogger<RevokeRewardRequestConsumer> logger)
    : IConsumer<RevokeRewardRequest>
{
    public async Task Consume(ConsumeContext<RevokeRewardRequest> context)
    {
        var message = context.Message;
        var (request, refusal) = await requests.Decide(context, message.RequestId, r => Decide(r, message, time.GetUtcNow()));
        if (request is not null)
        {
            logger.LogInformation("Request {RequestId} was revoked by {UserId}", message.RequestId, message.Caller.UserId);
        }

        await context.Answer(request is null ? null : await shown.For(message.Caller, request, context.CancellationToken), refusal);
    }

    internal static Decision Decide(RewardRequest request, RevokeRewardRequest message, DateTimeOffset now)
    {
        if (DecisionAnswer.MissingReason(message.Reason) is { } refusal)
        {
            return refusal;
        }

        if (request.Status != RequestStatus.Fulfilled)
        {
            return Refusals.NotFulfilled;
        }

        request.Revoke(Actor.Of(message.Caller), message.Reason, now);
        request.RaiseDecisionAudit(RequestStatus.Fulfilled);
        return Decision.Changed;
    }
}
