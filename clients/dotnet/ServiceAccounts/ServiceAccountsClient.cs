namespace Messaging.Client;

/// <summary>An account for a machine. LastUsedAt: about when a key of it was used, to the minute.</summary>
public sealed record ServiceAccount(
    Guid Id, string Name, IReadOnlyList<string> Permissions, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>A service account with the key that was just made: nothing else ever tells it.</summary>
public sealed record ServiceAccountKey(
    Guid Id, string Name, IReadOnlyList<string> Permissions, string Key, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Without its key, for logs.</summary>
    public override string ToString() => $"{nameof(ServiceAccountKey)} of {Id}";
}

/// <summary>Accounts for machines, for administrators.</summary>
public sealed class ServiceAccountsClient
{
    private readonly Api api;

    internal ServiceAccountsClient(Api api) => this.api = api;

    /// <param name="permissions">Of those that <see cref="UsersClient.Permissions"/> lists.</param>
    /// <param name="expiresAt">Null: it does not expire.</param>
    public Task<ServiceAccountKey> Create(
        string name, IReadOnlyCollection<string> permissions, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default) =>
        api.Post<ServiceAccountKey>("/service-accounts", new { name, permissions, expiresAt }, cancellationToken);

    public Pages<ServiceAccount> List() => api.List<ServiceAccount>("/service-accounts");

    /// <summary>Makes a new key; the old one works on for the overlap.</summary>
    public Task<ServiceAccountKey> Rotate(Guid id, TimeSpan overlap = default, CancellationToken cancellationToken = default) =>
        api.Post<ServiceAccountKey>($"/service-accounts/{id}/rotate", new { overlapSeconds = (int)overlap.TotalSeconds }, cancellationToken);

    /// <summary>No key of it counts from then on.</summary>
    public Task Delete(Guid id, CancellationToken cancellationToken = default) => api.Delete($"/service-accounts/{id}", cancellationToken);
}
