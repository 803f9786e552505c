using Contracts.Requests;
using Documents;
using Documents.Pools;
using MassTransit;

namespace EventService.Requests;

/// <summary>Gives the place of a request that came to nothing back to its event's limit, once.</summary>
internal sealed class ReleaseRequestLimitConsumer(IDocumentStore<RewardRequest> requests, PoolCombiner<RequestPool> pools, TimeProvider time)
    : IConsumer<ReleaseRequestLimit>
{
    public async Task Consume(ConsumeContext<ReleaseRequestLimit> context)
    {
        var id = context.Message.RequestId.ToString();
        var request = await requests.Get(id, context.CancellationToken) ?? throw new InvalidOperationException($"Request {id} is not there.");
        var (poolId, returnId) = (request.EventId.ToString(), RequestPool.ReturnIdOf(id));
        var begun = request.LimitReturn
            ?? await pools.Apply(poolId, pool => pool.BeginReturn(returnId, 1, null, time.GetUtcNow()).Seq)
            ?? throw new InvalidOperationException($"Request {id} counts towards the limit of event {poolId}, which has no pool.");
        var marked = await requests.Change(id, r =>
        {
            var isFirst = r.LimitReturn is null;
            r.LimitReturn ??= begun;
            return isFirst;
        }, context.CancellationToken);
        await pools.Apply(poolId, pool =>
        {
            pool.FinishReturn(returnId, begun, counts: marked!.LimitReturn == begun);
            return true;
        });
    }
}
