using Contracts.Connections;
using Documents;

namespace CampaignService.Credentials;

/// <summary>
/// An account of an owner on a platform, with its sealed credentials. One that is taken away stays, without them, until whoever has
/// something of it has heard of that.
/// </summary>
internal sealed class ConnectedAccount : Document, IRemembersCommands
{
    public static readonly Schema<ConnectedAccount> Schema = new Schema<ConnectedAccount>("connected_accounts")
        .Index(a => a.Owner, a => a.Platform, a => a.IsConnected, a => a.CreatedAt)
        .Index(a => a.Owner, a => a.CreatedAt)
        .Index(a => a.KeyId)
        .Index(a => a.KeyId, a => a.CreatedAt);

    /// <summary>As <see cref="Contracts.Connections.Owner"/> is written.</summary>
    public required string Owner { get; init; }

    public required string Platform { get; init; }

    public required string AccountId { get; init; }

    /// <summary>The same account connected again, after it was taken away, has another.</summary>
    public required Guid ConnectionId { get; set; }

    public AccountStatus Status { get; set; }

    /// <summary>Null of one that was taken away.</summary>
    public Envelope? Sealed { get; set; }

    public bool IsConnected => Sealed is not null;

    public string? KeyId => Sealed?.KeyId;

    /// <summary>Null: by hand alone.</summary>
    public int? SyncEveryMinutes { get; set; }

    public DateTimeOffset? LastSyncAt { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<Guid> Commands { get; init; } = [];

    public static string IdOf(Owner owner, string platform, string accountId) => $"{owner}/{platform}/{accountId}";
}
