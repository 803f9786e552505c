using System.Net;

namespace OperatorsConsole.Earning;

/// <summary>An open event, as who reads it may earn from it.</summary>
/// <param name="Gives">What it gives, a reward each.</param>
/// <param name="Progress">How far he meets its condition.</param>
public sealed record Chance(Event Event, IReadOnlyList<string> Gives, Evaluation Progress);

/// <summary>A page of what can be requested now.</summary>
/// <param name="Latest">What its reader has requested last.</param>
public sealed record Chances(IReadOnlyList<Chance> Items, IReadOnlyList<RewardRequest> Latest, string? NextCursor)
{
    /// <summary>Each costs two calls: what it gives, and how far its reader is.</summary>
    private const int PageSize = 10;

    private const int MostGifts = 20;

    public const int MostLatest = 10;

    public static async Task<Chances> Load(MessagingClient client, Guid userId, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var latest = client.Requests.List(userId: userId).Page(MostLatest, cancellationToken: cancellationToken);
        var page = await client.Events.List(active: true).Page(PageSize, cursor, cancellationToken);
        var chances = await Task.WhenAll(page.Items.Select(Of));
        return new Chances([.. chances.OfType<Chance>()], (await latest).Items, page.NextCursor);

        async Task<Chance?> Of(Event open)
        {
            try
            {
                var progress = await client.Events.Progress(open.Id, cancellationToken);
                var rewards = await client.Rewards.List(open.Id).Page(MostGifts, cancellationToken: cancellationToken);
                return new Chance(open, [.. rewards.Items.Select(reward => reward.Name)], progress);
            }
            catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
            {
                // It was archived meanwhile.
                return null;
            }
        }
    }
}
