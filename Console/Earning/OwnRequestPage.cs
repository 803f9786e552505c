using System.Net;

namespace OperatorsConsole.Earning;

/// <summary>A request of the reader's own, with the name of its event; null for an event that is gone.</summary>
public sealed record OwnRequest(RewardRequest Request, string? Event);

/// <summary>A page of them, newest first.</summary>
public sealed record OwnRequestPage(IReadOnlyList<OwnRequest> Items, string? NextCursor)
{
    /// <param name="names">Of events, as far as they are known; what was looked up is added.</param>
    public static async Task<OwnRequestPage> Load(
        MessagingClient client, Guid userId, int most, string? cursor, IDictionary<Guid, string?> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(names);
        var page = await client.Requests.List(userId: userId).Page(most, cursor, cancellationToken);
        foreach (var unknown in page.Items.Select(request => request.EventId).Distinct().Where(id => !names.ContainsKey(id)).ToList())
        {
            names[unknown] = await NameOf(client, unknown, cancellationToken);
        }

        return new OwnRequestPage([.. page.Items.Select(request => new OwnRequest(request, names[request.EventId]))], page.NextCursor);
    }

    private static async Task<string?> NameOf(MessagingClient client, Guid eventId, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Events.Get(eventId, cancellationToken)).Name;
        }
        catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Users do not see what is archived.
            return null;
        }
    }
}
