using Bus;
using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal sealed class RejectRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, TimeProvider time, ILogger<RejectRewardRequestConsumer> logger)
    : IConsumer<RejectRewardRequest>
{
    public async Task Consume(ConsumeContext<RejectRewardRequest> context)
    {
        if (context.HasExpired(time))
        {
            return;
        }

        var message = context.Message;
        var (request, refusal) = await requests.Decide(
            message.RequestId,
            r => r.Once(context.Command(), one => Decide(one, message, time.GetUtcNow())),
            Refusals.NoRequest,
            context.CancellationToken);
        await context.AnswerDecision(message.RequestId, message.Actor, request, refusal, logger);
    }

    internal static Decision Decide(RewardRequest request, RejectRewardRequest message, DateTimeOffset now)
    {
        var faults = new FieldFaults().AddIf(string.IsNullOrWhiteSpace(message.Reason), "reason", "is needed.");
        return faults.ToRefusal() is { } refusal
            ? refusal
            : RequestDecision.Decide(request, RequestStatus.Rejected, message.Actor, message.Reason, now);
    }
}
