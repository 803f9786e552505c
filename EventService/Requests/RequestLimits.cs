using System.Text.Json;
using Contracts;
using Documents;
using Documents.Pools;

namespace EventService.Requests;

/// <summary>Stores new requests within what their event allows: so many a user and period, so many in all.</summary>
internal sealed class RequestLimits(IDocumentStore<RewardRequest> requests, PoolCombiner<RequestPool> pools, TimeProvider time)
{
    private const int PageSize = 1000;

    /// <summary>
    /// Inserts the request under a claim key that is free. The keys are unique in the store, so that a limit holds
    /// however many calls race. The refusal of a request that is stored already under its id is for the caller to judge.
    /// </summary>
    public async Task<(RewardRequest? Request, Refused? Refusal)> Store(NewRequest made, CancellationToken cancellationToken)
    {
        var e = made.Event;
        var period = ClaimPeriod.Of(e.Terms.ClaimLimit, e.Terms.TimeZone, made.At);

        // With one claim a user, from the first request on, and no limit in all, the insert says whether it was free.
        IReadOnlyCollection<string?> used = period.Key is null && e.Terms.RequestLimit is null && !e.ClaimLimitChanged
            ? []
            : await UsedSlots(made.UserId, Guid.Parse(e.Id), period, cancellationToken);

        // Calls that race try the slots in orders of their own, or the last of them would try them all.
        var free = period.FreeSlots(used).OrderBy(slot => HashCode.Combine(made.Id, slot)).ToList();
        if (free.Count == 0)
        {
            return (null, Reached(period));
        }

        if (e.Terms.RequestLimit is not { } limit)
        {
            return await Insert(free, null);
        }

        var id = made.Id.ToString();
        var claim = (await pools.Apply(e.Id, pool => pool.ClaimPlace(id, limit, made.At), () => new RequestPool { Id = e.Id }))!.Value;
        if (claim.Entry is not { } entry)
        {
            return (null, Refusals.RequestLimitReached);
        }

        var (request, refusal) = await Insert(free, entry.Seq);
        var stored = request ?? await requests.Get(id, cancellationToken);
        if (stored?.LimitSeq == entry.Seq)
        {
            pools.Along(e.Id, pool => pool.Settle(id, entry.Seq));
        }
        else
        {
            await pools.Apply(e.Id, pool =>
            {
                pool.Release(id, entry.Seq);
                return true;
            });
        }

        return (request, refusal);

        async Task<(RewardRequest?, Refused?)> Insert(IEnumerable<string?> slots, long? limitSeq)
        {
            foreach (var slot in slots)
            {
                var created = RewardRequest.Create(made, slot, limitSeq);
                var result = await requests.Insert(created, cancellationToken);
                if (result.IsSaved)
                {
                    return (created, null);
                }

                if (result.Outcome == WriteOutcome.DuplicateId)
                {
                    return (null, Refusals.NoRequest);
                }
            }

            return (null, Reached(period));
        }
    }

    /// <summary>Gives the place of a request that came to nothing back to its event's limit, once, however often it is asked to.</summary>
    public async Task Release(RewardRequest request, CancellationToken cancellationToken)
    {
        if (!request.GivesBackPlace)
        {
            return;
        }

        var (poolId, returnId) = (request.EventId.ToString(), RequestPool.ReturnIdOf(request.Id));
        var begun = request.LimitReturn
            ?? await pools.Apply(poolId, pool => pool.BeginReturn(returnId, 1, null, time.GetUtcNow()).Seq)
            ?? throw new InvalidOperationException($"Request {request.Id} counts towards the limit of event {poolId}, which has no pool.");
        var marked = await requests.Change(request.Id, r =>
        {
            var isFirst = r.LimitReturn is null;
            r.LimitReturn ??= begun;
            return isFirst;
        }, cancellationToken);
        await pools.Apply(poolId, pool =>
        {
            pool.FinishReturn(returnId, begun, counts: marked!.LimitReturn == begun);
            return true;
        });
    }

    private async Task<IReadOnlyCollection<string?>> UsedSlots(Guid userId, Guid eventId, ClaimPeriod period, CancellationToken cancellationToken)
    {
        var query = new Query<RewardRequest>().Where(r => r.UserId, userId).Where(r => r.EventId, eventId).OrderByDescending(r => r.CreatedAt).Take(PageSize);
        if (period.Start is { } start)
        {
            query.From(start);
        }

        var page = await requests.Query(query, cancellationToken);
        return [.. page.Items.Where(r => r.ClaimKey is not null).Select(r => r.ClaimSlot)];
    }

    private static Refused Reached(ClaimPeriod period) => period.NextAt is { } next
        ? Refusals.ClaimLimitReached with { Data = new Dictionary<string, JsonElement> { ["nextAt"] = JsonSerializer.SerializeToElement(next.UtcDateTime) } }
        : Refusals.AlreadyRequested;
}
