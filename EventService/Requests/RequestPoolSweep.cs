using Documents;
using Documents.Pools;
using Documents.Sweeps;

namespace EventService.Requests;

/// <summary>Ends what claims and releases of request limits have left open.</summary>
internal sealed class RequestPoolSweep(
    IDocumentStore<RequestPool> pools,
    IDocumentStore<RewardRequest> requests,
    PoolCombiner<RequestPool> combiner,
    TimeProvider time,
    ILogger<RequestPoolSweep> logger)
    : PoolSweep<RequestPool>(pools, combiner, p => p.OpenSince, time, logger)
{
    /// <summary>
    /// Nobody asks again for a request whose sender has gone: a claim of one that was not stored by then never will be.
    /// Far longer than a request consumer may take.
    /// </summary>
    private static readonly TimeSpan ClaimPatience = TimeSpan.FromMinutes(10);

    private readonly TimeProvider time = time;

    protected override async Task<EntryFate> FateOf(RequestPool pool, string id, PoolEntry entry, CancellationToken cancellationToken)
    {
        var requestId = entry.Returning ? id[RequestPool.ReturnIdOf("").Length..] : id;
        return FateOf(entry, await requests.Get(requestId, cancellationToken), time.GetUtcNow());
    }

    internal static EntryFate FateOf(PoolEntry entry, RewardRequest? request, DateTimeOffset now)
    {
        var seq = entry.Returning ? request?.LimitReturn : request?.LimitSeq;
        return seq == entry.Seq ? EntryFate.Confirmed
            : entry.Returning ? (seq is null ? EntryFate.Open : EntryFate.Void)
            : request is null && now - entry.At < ClaimPatience ? EntryFate.Open
            : EntryFate.Void;
    }
}
