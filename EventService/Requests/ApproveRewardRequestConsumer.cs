using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal sealed class ApproveRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, ShownRequests shown, TimeProvider time, ILogger<ApproveRewardRequestConsumer> logger)
    : IConsumer<ApproveRewardRequest>
{
    public async Task Consume(ConsumeContext<ApproveRewardRequest> context)
    {
        var message = context.Message;
        var (request, refusal) = await requests.Decide(context, message.RequestId, r => Decide(r, message, time.GetUtcNow()));
        await context.AnswerDecision(message.RequestId, message.Actor, request, refusal, shown, logger);
    }

    internal static Decision Decide(RewardRequest request, ApproveRewardRequest message, DateTimeOffset now) =>
        request.AsOf(now, one => RequestDecision.Decide(one, RequestStatus.Approved, message.Actor, message.Reason, now));
}
