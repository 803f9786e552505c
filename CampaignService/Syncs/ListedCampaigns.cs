using Documents;

namespace CampaignService.Syncs;

/// <summary>The campaigns that a page of a sync has listed: what no page of an account lists is removed, and what one lists again costs no write.</summary>
internal sealed class ListedCampaigns : Document
{
    public static readonly Schema<ListedCampaigns> Schema = new Schema<ListedCampaigns>("listed_campaigns")
        .Index(l => l.SyncId, l => l.Account, l => l.At)
        .Index(l => l.At);

    public required Guid SyncId { get; init; }

    public required string Account { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The ids of the campaigns' documents, 16 bytes each.</summary>
    public required byte[] Campaigns { get; set; }

    public static string IdOf(Guid syncId, long page) => $"{syncId}/{page}";

    public IEnumerable<Guid> Ids() => Campaigns.Chunk(16).Select(id => new Guid(id));
}
