using Contracts;
using Contracts.Requests;
using Documents;
using EventService.Users;

namespace EventService.Requests;

/// <summary>The requests of a deleted user that nobody decided on: they end.</summary>
internal sealed class OpenRequests(
    DeletedUsers deleted, IDocumentStore<RewardRequest> requests, RequestLimits limits, TimeProvider time, ILogger<OpenRequests> logger)
{
    private const int PageSize = 200;

    /// <summary>A request that is stored too late to be found here is cancelled by who stored it.</summary>
    public async Task CancelAllOf(Guid userId, CancellationToken cancellationToken)
    {
        await deleted.Remember(userId, cancellationToken);
        var query = new Query<RewardRequest>()
            .Where(r => r.UserId, userId)
            .Where(r => r.Status, RequestStatus.Pending)
            .OrderBy(r => r.CreatedAt)
            .Take(PageSize);
        await foreach (var page in requests.Pages(query, cancellationToken))
        {
            foreach (var request in page.Where(request => !request.IsDecided))
            {
                await Cancel(request, cancellationToken);
            }
        }
    }

    /// <summary>The request that was just stored, or what became of it when its user is deleted.</summary>
    public async Task<RewardRequest> CancelIfDeleted(RewardRequest request, CancellationToken cancellationToken) =>
        !request.IsDecided && await deleted.Contains(request.UserId, cancellationToken) ? await Cancel(request, cancellationToken) : request;

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
