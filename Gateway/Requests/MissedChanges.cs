using System.Globalization;
using Contracts.Requests;
using Http.Deadlines;

namespace Gateway.Requests;

/// <summary>What a reader of the stream has missed since the event that he saw last: its id says which change of which request that was.</summary>
internal sealed class MissedChanges(ServiceClient services, Deadline deadline)
{
    private const int PageSize = 100;
    private const int MostPages = 10;

    /// <summary>Changes that happen at once arrive in any order, and are told by clocks that differ a little.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    public static string IdOf(RewardRequestDetails request) => $"{request.Id}:{request.Timeline.Count}";

    /// <summary>
    /// The caller's requests that changed since, in the order of their changes, among his newest thousand; none for an id that
    /// no event of his had; null when they cannot be told now.
    /// </summary>
    public async Task<IReadOnlyList<RewardRequestDetails>?> Since(string lastEventId, Caller caller, CancellationToken cancellationToken)
    {
        if (lastEventId.Split(':') is not [var id, var step]
            || !Ids.TryParse(id, out var requestId)
            || !int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            return [];
        }

        var last = await services.Ask<GetRewardRequest, RewardRequestDetails>(new GetRewardRequest(requestId, caller), cancellationToken);
        if (last.Problem is { } problem)
        {
            return problem.Code == Codes.NotFound ? [] : null;
        }

        if (last.Reply.UserId != caller.UserId || seen < 1 || seen > last.Reply.Timeline.Count)
        {
            return [];
        }

        var since = last.Reply.Timeline[seen - 1].At - AtOnce;
        var all = await All(caller, cancellationToken);
        return all is null ? null :
        [
            .. all.Where(request => request.UpdatedAt >= since && (request.Id != requestId || request.Timeline.Count > seen))
                .OrderBy(request => request.UpdatedAt),
        ];
    }

    private async Task<List<RewardRequestDetails>?> All(Caller caller, CancellationToken cancellationToken)
    {
        var all = new List<RewardRequestDetails>();
        string? next = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            deadline.Restart();
            var query = new ListRewardRequests(caller.UserId, null, null, PageSize, next, caller);
            var page = await services.Ask<ListRewardRequests, RewardRequestList>(query, cancellationToken);
            if (page.Problem is not null)
            {
                return null;
            }

            all.AddRange(page.Reply.Items);
            next = page.Reply.NextCursor;
            if (next is null)
            {
                break;
            }
        }

        return all;
    }
}
