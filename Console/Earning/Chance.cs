using System.Net;

namespace OperatorsConsole.Earning;

/// <summary>An open event, as who reads it may earn from it.</summary>
/// <param name="Gives">What it gives, a reward each.</param>
/// <param name="Progress">How far he meets its condition; null when it could not be asked for.</param>
/// <param name="Last">What he requested of it last.</param>
/// <param name="Fault">Why the rest is not known.</param>
public sealed record Chance(Event Event, IReadOnlyList<string> Gives, Evaluation? Progress, RewardRequest? Last, Fault? Fault = null)
{
    /// <summary>Of the request that may follow the last one that its reader saw: however often it is sent, there is one.</summary>
    public static string KeyOf(Guid eventId, Guid? last) => $"earn-{eventId:N}-{last?.ToString("N") ?? "first"}";
}

/// <summary>A page of what can be requested now.</summary>
public sealed record Chances(IReadOnlyList<Chance> Items, string? NextCursor)
{
    private const int PageSize = 10;

    /// <summary>Of what the reader has requested, in one question; what he requested last of an event that is not among them is asked for by itself.</summary>
    private const int MostOwn = 100;

    private static readonly Evaluation ForEverybody = new(Eligible: true, Condition: null);

    public const int MostLatest = 10;

    public static async Task<Chances> Load(MessagingClient client, Guid userId, string? cursor, Gifts gifts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(gifts);
        var page = await client.Events.List(active: true).Page(PageSize, cursor, cancellationToken);
        if (page.Items.Count == 0)
        {
            return new Chances([], page.NextCursor);
        }

        var (own, unknown) = await Own();
        var chances = await Task.WhenAll(page.Items.Select(Of));
        return new Chances([.. chances.OfType<Chance>()], page.NextCursor);

        async Task<Chance?> Of(Event open)
        {
            if (own is null)
            {
                return new Chance(open, [], null, null, unknown);
            }

            try
            {
                var progress = open.Condition is null ? ForEverybody : await client.Events.Progress(open.Id, cancellationToken);
                return new Chance(open, await gifts.Of(client, open.Id, cancellationToken), progress, await Last(open.Id));
            }
            catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
            {
                // It was archived meanwhile.
                return null;
            }
            catch (Exception e) when (Fault.OfPart(e) is { } fault)
            {
                // The others are there all the same.
                return new Chance(open, [], null, null, fault);
            }
        }

        async Task<(Page<RewardRequest>? Own, Fault? Fault)> Own()
        {
            try
            {
                return (await client.Requests.List(userId: userId).Page(MostOwn, cancellationToken: cancellationToken), null);
            }
            catch (Exception e) when (Fault.OfPart(e) is { } fault)
            {
                return (null, fault);
            }
        }

        async Task<RewardRequest?> Last(Guid eventId) =>
            own.Items.FirstOrDefault(request => request.EventId == eventId) is { } found ? found
            : own.NextCursor is null ? null
            : (await client.Requests.List(userId: userId, eventId: eventId).Page(1, cancellationToken: cancellationToken)).Items is [var last, ..] ? last : null;
    }
}
