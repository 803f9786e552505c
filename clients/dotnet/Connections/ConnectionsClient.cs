namespace Messaging.Client;

/// <summary>Advertising platforms: configurations and credentials of a user or a team.</summary>
public sealed class ConnectionsClient
{
    private readonly Api api;

    internal ConnectionsClient(Api api) => this.api = api;

    /// <summary>Those whose accounts can be connected.</summary>
    public async Task<IReadOnlyList<AdvertisingPlatform>> Platforms(CancellationToken cancellationToken = default) =>
        (await api.Get<Page<AdvertisingPlatform>>("/platforms", cancellationToken).ConfigureAwait(false)).Items;

    public Pages<PlatformConfig> Configs(Owner owner, string platform) => api.List<PlatformConfig>(ConfigsOf(owner, platform));

    /// <summary>The first becomes current.</summary>
    /// <param name="settings">By the schema of the platform.</param>
    public Task<PlatformConfig> CreateConfig(Owner owner, string platform, string name, object settings, CancellationToken cancellationToken = default) =>
        api.Post<PlatformConfig>(ConfigsOf(owner, platform), new { name, settings }, cancellationToken);

    /// <inheritdoc cref="CreateConfig"/>
    public Task<PlatformConfig> ChangeConfig(Owner owner, string platform, Guid configId, string name, object settings, CancellationToken cancellationToken = default) =>
        api.Put<PlatformConfig>($"{ConfigsOf(owner, platform)}/{configId}", new { name, settings }, cancellationToken);

    public Task MakeCurrent(Owner owner, string platform, Guid configId, CancellationToken cancellationToken = default) =>
        api.Put($"{ConfigsOf(owner, platform)}/{configId}/current", null, cancellationToken);

    public Task DeleteConfig(Owner owner, string platform, Guid configId, CancellationToken cancellationToken = default) =>
        api.Delete($"{ConfigsOf(owner, platform)}/{configId}", cancellationToken);

    public Pages<ConnectedAccount> Accounts(Owner owner, string platform) => api.List<ConnectedAccount>(AccountsOf(owner, platform));

    /// <summary>Stores credentials, in place of those that are there.</summary>
    /// <param name="credentials">By the schema of the platform.</param>
    /// <param name="syncEveryMinutes">5 to 1440; null: it is synced by hand alone.</param>
    public Task<ConnectedAccount> Connect(
        Owner owner, string platform, string accountId, object credentials, int? syncEveryMinutes = null, CancellationToken cancellationToken = default) =>
        api.Put<ConnectedAccount>($"{AccountsOf(owner, platform)}/{Uri.EscapeDataString(accountId)}", new { credentials, syncEveryMinutes }, cancellationToken);

    public Task<ConnectedAccount> Change(Owner owner, string platform, string accountId, AccountChange change, CancellationToken cancellationToken = default) =>
        api.Patch<ConnectedAccount>($"{AccountsOf(owner, platform)}/{Uri.EscapeDataString(accountId)}", change, cancellationToken);

    /// <summary>Its campaigns go with it.</summary>
    public Task Disconnect(Owner owner, string platform, string accountId, CancellationToken cancellationToken = default) =>
        api.Delete($"{AccountsOf(owner, platform)}/{Uri.EscapeDataString(accountId)}", cancellationToken);

    private static string ConfigsOf(Owner owner, string platform) => $"{owner.Path}/platforms/{Uri.EscapeDataString(platform)}/configs";

    private static string AccountsOf(Owner owner, string platform) => $"{owner.Path}/platforms/{Uri.EscapeDataString(platform)}/credentials";
}
