using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

/// <summary>Gives the place of a request that came to nothing back, whatever became of who was to do so at once.</summary>
internal sealed class ReleaseRequestLimitConsumer(IDocumentStore<RewardRequest> requests, RequestLimits limits) : IConsumer<ReleaseRequestLimit>
{
    public async Task Consume(ConsumeContext<ReleaseRequestLimit> context)
    {
        var id = context.Message.RequestId.ToString();
        var request = await requests.Get(id, context.CancellationToken) ?? throw new InvalidOperationException($"Request {id} is not there.");
        await limits.Release(request, context.CancellationToken);
    }
}
