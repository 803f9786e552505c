using System.Net;

namespace OperatorsConsole.Earning;

/// <summary>A request of the reader's own, with its event; null for an event that is gone.</summary>
public sealed record OwnRequest(RewardRequest Request, AskedEvent? Event)
{
    /// <summary>While somebody is to decide on it, and may still.</summary>
    public bool CanBeCancelled(DateTimeOffset now) => Request.Status == RequestStatus.Pending
        && Event is null or { Approval: ApprovalMode.Manual }
        && (Event?.DeadlineSeconds is not { } deadline || now < Request.CreatedAt.AddSeconds(deadline));
}

/// <summary>As much of an event as its requests are shown with.</summary>
public sealed record AskedEvent(string Name, ApprovalMode Approval, int? DeadlineSeconds);

/// <summary>A page of them, newest first.</summary>
public sealed record OwnRequestPage(IReadOnlyList<OwnRequest> Items, string? NextCursor)
{
    /// <param name="names">Of events, as far as they are known; what was looked up is added.</param>
    public static async Task<OwnRequestPage> Load(
        MessagingClient client, Guid userId, int most, string? cursor, IDictionary<Guid, AskedEvent?> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(names);
        var page = await client.Requests.List(userId: userId).Page(most, cursor, cancellationToken);
        foreach (var unknown in page.Items.Select(request => request.EventId).Distinct().Where(id => !names.ContainsKey(id)).ToList())
        {
            names[unknown] = await Find(client, unknown, cancellationToken);
        }

        return new OwnRequestPage([.. page.Items.Select(request => new OwnRequest(request, names[request.EventId]))], page.NextCursor);
    }

    private static async Task<AskedEvent?> Find(MessagingClient client, Guid eventId, CancellationToken cancellationToken)
    {
        try
        {
            var one = await client.Events.Get(eventId, cancellationToken);
            return new AskedEvent(one.Name, one.Approval, one.ApprovalDeadlineSeconds);
        }
        catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Users do not see what is archived.
            return null;
        }
    }
}
