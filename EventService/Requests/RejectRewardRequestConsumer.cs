using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal sealed class RejectRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, RequestLimits limits, ShownRequests shown, TimeProvider time, ILogger<RejectRewardRequestConsumer> logger)
    : IConsumer<RejectRewardRequest>
{
    public async Task Consume(ConsumeContext<RejectRewardRequest> context)
    {
        var message = context.Message;
        var (request, refusal) = await requests.Decide(context, message.RequestId, r => Decide(r, message, time.GetUtcNow()));
        if (request is not null)
        {
            await limits.Release(request, context.CancellationToken);
        }

        await context.AnswerDecision(message.RequestId, message.Actor, request, refusal, shown, logger);
    }

    internal static Decision Decide(RewardRequest request, RejectRewardRequest message, DateTimeOffset now)
    {
        if (message.Actor == Actor.System)
        {
            return RequestDecision.Expire(request, now);
        }

        return DecisionAnswer.MissingReason(message.Reason) is { } refusal
            ? refusal
            : request.AsOf(now, one => RequestDecision.Decide(one, RequestStatus.Rejected, message.Actor, message.Reason, now));
    }
}
