using CampaignService.Credentials;
using CampaignService.Platforms;
using Contracts.Campaigns;
using Documents;
using Messages;
using Texts;

namespace CampaignService.Campaigns;

/// <summary>
/// A campaign of a connected account, as a sync saw it last. Its id is made of the connection and the campaign's own: the same
/// account connected again has campaigns of its own.
/// </summary>
internal sealed class Campaign : Document
{
    public static readonly Schema<Campaign> Schema = new Schema<Campaign>("campaigns")
        .Index(c => c.Scope, c => c.FoundAt)
        .Index(c => c.Scope, c => c.Status, c => c.FoundAt)
        .Index(c => c.ConnectionId, c => c.FoundAt)
        .Search(c => c.NameKey, c => c.FoundAt);

    public static readonly TimeSpan KeptHistory = TimeSpan.FromDays(90);

    /// <summary>Its owner and platform: see <see cref="ScopeOf"/>.</summary>
    public required string Scope { get; init; }

    public required Guid ConnectionId { get; init; }

    public required string Platform { get; init; }

    public required string AccountId { get; init; }

    public required string CampaignId { get; init; }

    public required string Name { get; set; }

    public required string Status { get; set; }

    public required Dictionary<string, decimal> Metrics { get; set; }

    /// <summary>By the platform's clock.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it was first seen.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>When it was last seen changed: one that stays as it is costs a sync no write.</summary>
    public required DateTimeOffset SyncedAt { get; set; }

    /// <summary>Since when the platform does not list it; null while it does.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>One a day on which it was seen changed, the oldest first, of the last 90 days.</summary>
    public List<CampaignDay> History { get; init; } = [];

    /// <summary>By which step of which sync it was changed last, so that a step that is done again counts the same.</summary>
    public required CampaignStamp Stamp { get; set; }

    /// <summary>The name as it is searched: in any case.</summary>
    public string NameKey => NameKeyOf(Name);

    public static string ScopeOf(string owner, string platform) => $"{owner}/{platform}";

    public static string IdOf(Guid connectionId, string campaignId) => NamedGuid.Of(connectionId, Composed.Of(campaignId)).ToString();

    public static string NameKeyOf(string text) => text.ToUpperInvariant();

    public static Campaign Of(ConnectedAccount account, PlatformCampaign seen, CampaignStamp stamp, DateTimeOffset now) => new()
    {
        Id = IdOf(account.ConnectionId, seen.Id),
        Scope = ScopeOf(account.Owner, account.Platform),
        ConnectionId = account.ConnectionId,
        Platform = account.Platform,
        AccountId = account.AccountId,
        CampaignId = seen.Id,
        Name = seen.Name,
        Status = seen.Status,
        Metrics = new Dictionary<string, decimal>(seen.Metrics),
        UpdatedAt = seen.UpdatedAt,
        FoundAt = now,
        SyncedAt = now,
        History = [new CampaignDay(now, seen.Metrics)],
        Stamp = stamp,
    };

    /// <returns>False when it is as it was seen before.</returns>
    public bool Take(PlatformCampaign seen, CampaignStamp stamp, DateTimeOffset now)
    {
        if (RemovedAt is null && Name == seen.Name && Status == seen.Status && UpdatedAt == seen.UpdatedAt && AreEqual(Metrics, seen.Metrics))
        {
            return false;
        }

        // A step that is done again finds what it has found itself.
        Stamp = stamp with { Change = Stamp.IsOf(stamp) ? Stamp.Change : CampaignChange.Updated };
        Name = seen.Name;
        Status = seen.Status;
        UpdatedAt = seen.UpdatedAt;
        Metrics = new Dictionary<string, decimal>(seen.Metrics);
        SyncedAt = now;
        RemovedAt = null;
        Remember(now);
        return true;
    }

    /// <returns>False when that is known.</returns>
    public bool Remove(CampaignStamp stamp, DateTimeOffset now)
    {
        if (RemovedAt is not null)
        {
            return false;
        }

        RemovedAt = now;
        Stamp = stamp;
        return true;
    }

    /// <param name="syncedAt">When its account was last synced, which saw it unless it is removed.</param>
    public CampaignDetails ToDetails(DateTimeOffset? syncedAt) => new(
        Platform, AccountId, CampaignId, Name, Status, Metrics, UpdatedAt, RemovedAt is null && syncedAt > SyncedAt ? syncedAt.Value : SyncedAt, RemovedAt);

    public IReadOnlyList<CampaignDay> HistoryAt(DateTimeOffset now) => [.. History.Where(day => day.At > now - KeptHistory)];

    private void Remember(DateTimeOffset now)
    {
        History.RemoveAll(day => day.At.UtcDateTime.Date == now.UtcDateTime.Date || day.At <= now - KeptHistory);
        History.Add(new CampaignDay(now, Metrics));
    }

    private static bool AreEqual(Dictionary<string, decimal> one, IReadOnlyDictionary<string, decimal> other) =>
        one.Count == other.Count && one.All(metric => other.TryGetValue(metric.Key, out var value) && value == metric.Value);
}

/// <param name="Page">Of the sync, over all its accounts.</param>
internal sealed record CampaignStamp(Guid SyncId, long Page, CampaignChange Change) : Extensible
{
    public bool IsOf(CampaignStamp other) => SyncId == other.SyncId && Page == other.Page;
}

internal enum CampaignChange
{
    Created,
    Updated,
    Removed,
}
