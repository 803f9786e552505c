using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal sealed class CancelRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, RequestLimits limits, ShownRequests shown, TimeProvider time, ILogger<CancelRewardRequestConsumer> logger)
    : IConsumer<CancelRewardRequest>
{
    public async Task Consume(ConsumeContext<CancelRewardRequest> context)
    {
        var message = context.Message;
        var (request, refusal) = await requests.Decide(context, message.RequestId, r => Decide(r, message.Caller, time.GetUtcNow()));
        if (request is not null)
        {
            logger.LogInformation("Request {RequestId} was cancelled by its owner", message.RequestId);
            await limits.Release(request, context.CancellationToken);
        }

        await context.Answer(request is null ? null : await shown.For(message.Caller, request, context.CancellationToken), refusal);
    }

    internal static Decision Decide(RewardRequest request, Caller caller, DateTimeOffset now) =>
        request.UserId == caller.UserId ? request.AsOf(now, one => Cancel(one, caller, now)) : Refusals.NoRequest;

    private static Decision Cancel(RewardRequest request, Caller caller, DateTimeOffset now)
    {
        if (request.IsDecided)
        {
            return Refusals.NotPending;
        }

        request.Cancel(caller.UserId.ToString(), null, now);
        return Decision.Changed;
    }
}
