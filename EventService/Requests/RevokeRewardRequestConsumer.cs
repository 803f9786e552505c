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
        var (request, refusal) = await requests.Decide(
            message.RequestId,
            r => r.Once(context.Command(), one => Decide(one, message, time.GetUtcNow())),
            Refusals.NoRequest,
            context.CancellationToken);
        if (request is not null)
        {
            logger.LogInformation("Request {RequestId} was revoked by {UserId}", message.RequestId, message.Caller.UserId);
        }

        await context.Answer(request is null ? null : await shown.For(message.Caller, request, context.CancellationToken), refusal);
    }

    internal static Decision Decide(RewardRequest request, RevokeRewardRequest message, DateTimeOffset now)
    {
        if (new FieldFaults().AddIf(string.IsNullOrWhiteSpace(message.Reason), "reason", "is needed.").ToRefusal() is { } refusal)
        {
            return refusal;
        }

        if (request.Status != RequestStatus.Fulfilled)
        {
            return Refusals.NotFulfilled;
        }

        request.Revoke(message.Caller.UserId.ToString(), message.Reason, now);
        request.RaiseDecisionAudit(RequestStatus.Fulfilled);
        return Decision.Changed;
    }
}
