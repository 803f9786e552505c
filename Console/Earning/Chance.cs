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
    /// <summary>Each costs three calls: what it gives, how far its reader is, and what he requested of it last.</summary>
    private const int PageSize = 10;

    private const int MostGifts = 20;

    public const int MostLatest = 10;

    public static async Task<Chances> Load(MessagingClient client, Guid userId, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var page = await client.Events.List(active: true).Page(PageSize, cursor, cancellationToken);
        var chances = await Task.WhenAll(page.Items.Select(Of));
        return new Chances([.. chances.OfType<Chance>()], page.NextCursor);

        async Task<Chance?> Of(Event open)
        {
            try
            {
                var progress = await client.Events.Progress(open.Id, cancellationToken);
                var rewards = await client.Rewards.List(open.Id).Page(MostGifts, cancellationToken: cancellationToken);
                var own = await client.Requests.List(userId: userId, eventId: open.Id).Page(1, cancellationToken: cancellationToken);
                return new Chance(open, [.. rewards.Items.Select(reward => reward.Name)], progress, own.Items is [var last, ..] ? last : null);
            }
            catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
            {
                // It was archived meanwhile.
                return null;
            }
            catch (Exception e) when (e is not ProblemException { Status: HttpStatusCode.Unauthorized } && Fault.Of(e) is { } fault)
            {
                // The others are there all the same.
                return new Chance(open, [], null, null, fault);
            }
        }
    }
}
