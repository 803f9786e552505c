using Contracts;
using Contracts.Requests;
using Documents;

namespace EventService.Requests;

/// <summary>Whose account is deleted, as far as requests that nobody decided on are concerned: they end.</summary>
internal sealed class DeletedUsers(
    IDocumentStore<DeletedUser> deleted, IDocumentStore<RewardRequest> requests, RequestLimits limits, TimeProvider time, ILogger<DeletedUsers> logger)
{
    private const int PageSize = 200;

    /// <summary>
    /// Remembers the deletion, and only then cancels what waits for a decision: a request that is stored too late to be
    /// found here is cancelled by who stored it.
    /// </summary>
    public async Task CancelRequestsOf(Guid userId, CancellationToken cancellationToken)
    {
        await deleted.Insert(new DeletedUser { Id = userId.ToString(), At = time.GetUtcNow() }, cancellationToken);
        var query = new Query<RewardRequest>()
            .Where(r => r.UserId, userId)
            .Where(r => r.Status, RequestStatus.Pending)
            .OrderBy(r => r.CreatedAt)
            .Take(PageSize);
        string? next;
        do
        {
            var page = await requests.Query(query, cancellationToken);
            foreach (var request in page.Items.Where(request => !request.IsDecided))
            {
                await Cancel(request, cancellationToken);
            }

            next = page.NextCursor;
            query.After(Cursor.Parse(next));
        }
        while (next is not null);
    }

    /// <summary>The request that was just stored, or what became of it when its user is deleted.</summary>
    public async Task<RewardRequest> CancelIfDeleted(RewardRequest request, CancellationToken cancellationToken) =>
        request.IsDecided || await deleted.Get(request.UserId.ToString(), cancellationToken) is null
            ? request
            : await Cancel(request, cancellationToken);

    internal static Decision Decide(RewardRequest request, DateTimeOffset now) => request.AsOf(now, one =>
    {
        if (one.IsDecided)
        {
            return Decision.Unchanged;
        }

        one.Cancel(Actor.System, Reasons.UserDeleted, now);
        return Decision.Changed;
    });

    private async Task<RewardRequest> Cancel(RewardRequest request, CancellationToken cancellationToken)
    {
        var (cancelled, refusal) = await requests.Decide(
            Guid.Parse(request.Id), r => Decide(r, time.GetUtcNow()), Refusals.NoRequest, cancellationToken);
        var ended = cancelled ?? throw new InvalidOperationException($"Request {request.Id} could not be cancelled: {refusal!.Detail}");
        await limits.Release(ended, cancellationToken);
        logger.LogInformation("Request {RequestId} is {Status}: its user {UserId} is deleted", ended.Id, ended.Status, ended.UserId);
        return ended;
    }
}
