namespace Messaging.Client;

/// <summary>Campaigns of connected accounts, and the syncs that read them.</summary>
public sealed class CampaignsClient
{
    private readonly Api api;

    internal CampaignsClient(Api api) => this.api = api;

    /// <summary>Those that were found last first.</summary>
    /// <param name="status">As the platform names it.</param>
    /// <param name="q">A part of the name, in any case.</param>
    public Pages<Campaign> List(Owner owner, string platform, string? accountId = null, string? status = null, string? q = null) =>
        api.List<Campaign>($"{Of(owner, platform)}/campaigns", Query.None.With("accountId", accountId).With("status", status).With("q", q));

    public Task<CampaignHistory> Get(Owner owner, string platform, string accountId, string campaignId, CancellationToken cancellationToken = default) =>
        api.Get<CampaignHistory>($"{Of(owner, platform)}/campaigns/{Uri.EscapeDataString(accountId)}/{Uri.EscapeDataString(campaignId)}", cancellationToken);

    /// <summary>Begins to read campaigns anew; <see cref="GetSync"/> tells how far that is.</summary>
    /// <param name="accountId">Null: all connected accounts, one after another.</param>
    public Task<Sync> BeginSync(Owner owner, string platform, string? accountId = null, CancellationToken cancellationToken = default) =>
        api.Post<Sync>($"{Of(owner, platform)}/campaigns/sync", new { accountId }, cancellationToken);

    public Task<Sync> GetSync(Guid id, CancellationToken cancellationToken = default) => api.Get<Sync>($"/syncs/{id}", cancellationToken);

    /// <summary>The newest first.</summary>
    public Pages<Sync> Syncs(Owner owner, string platform) => api.List<Sync>($"{Of(owner, platform)}/syncs");

    private static string Of(Owner owner, string platform) => $"{owner.Path}/platforms/{Uri.EscapeDataString(platform)}";
}
