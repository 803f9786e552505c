using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal sealed class GetRewardRequestConsumer(
    IDocumentStore<RewardRequest> requests, RequestLimits limits, ShownRequests shown, TimeProvider time)
    : IConsumer<GetRewardRequest>
{
    public async Task Consume(ConsumeContext<GetRewardRequest> context)
    {
        var (requestId, caller) = context.Message;
        var request = await requests.Get(requestId.ToString(), context.CancellationToken);
        if (request?.IsPastDeadline(time.GetUtcNow()) == true)
        {
            request = await requests.Change(request.Id, one => RequestDecision.Expire(one, time.GetUtcNow()).Save, context.CancellationToken);
        }

        if (request is { GivesBackPlace: true, LimitReturn: null })
        {
            await limits.Release(request, context.CancellationToken);
        }

        var visible = request is not null && request.IsVisibleTo(caller);
        await context.Answer(visible ? await shown.For(caller, request!, context.CancellationToken) : null, visible ? null : Refusals.NoRequest);
    }
}
