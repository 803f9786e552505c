using System.Text.Json;
using Contracts;
using Contracts.Audit;
using Contracts.Connections;
using Documents;

namespace CampaignService.Credentials;

/// <summary>An account of an owner on a platform, with its sealed credentials. One that is taken away stays, with nothing in it.</summary>
internal sealed class ConnectedAccount : Document, IRemembersCommands
{
    public static readonly Schema<ConnectedAccount> Schema = new Schema<ConnectedAccount>("connected_accounts")
        .Index(a => a.Owner, a => a.Platform, a => a.IsConnected, a => a.CreatedAt)
        .Index(a => a.Owner, a => a.IsConnected, a => a.CreatedAt)
        .Index(a => a.IsConnected, a => a.UpdatedAt)
        .Index(a => a.NextSyncAt)
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

    /// <summary>Up to when its schedule was followed.</summary>
    public DateTimeOffset? ScheduledAt { get; set; }

    /// <summary>
    /// The first time of its schedule that was not followed yet; null without one. Times are counted from when it was connected, so that
    /// they do not drift; null while it is not synced.
    /// </summary>
    public DateTimeOffset? NextSyncAt
    {
        get
        {
            if (!IsConnected || Status != AccountStatus.Active || SyncEveryMinutes is not { } minutes)
            {
                return null;
            }

            var interval = TimeSpan.FromMinutes(minutes);
            var followed = ScheduledAt > CreatedAt ? (ScheduledAt.Value - CreatedAt).Ticks / interval.Ticks : 0;
            return CreatedAt + ((followed + 1) * interval);
        }
    }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<Guid> Commands { get; init; } = [];

    private string Target => $"connection:{ConnectionId}";

    public static string IdOf(Owner owner, string platform, string accountId) => $"{owner}/{platform}/{accountId}";

    /// <summary>Those of an owner that are connected, on a platform or on all, newest first.</summary>
    public static Query<ConnectedAccount> Of(Owner owner, string? platform)
    {
        var query = new Query<ConnectedAccount>().Where(a => a.Owner, owner.ToString()).Where(a => a.IsConnected, true).OrderByDescending(a => a.CreatedAt);
        return platform is null ? query : query.Where(a => a.Platform, platform);
    }

    /// <summary>Those of an owner that were taken away, oldest first.</summary>
    public static Query<ConnectedAccount> TakenFrom(Owner owner) =>
        new Query<ConnectedAccount>().Where(a => a.Owner, owner.ToString()).Where(a => a.IsConnected, false).OrderBy(a => a.CreatedAt);

    /// <summary>With nothing in it, yet.</summary>
    public static ConnectedAccount Of(Owner owner, string platform, string accountId, DateTimeOffset now) => new()
    {
        Id = IdOf(owner, platform, accountId),
        Owner = owner.ToString(),
        Platform = platform,
        AccountId = accountId,
        ConnectionId = Guid.Empty,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>Stores credentials in place of those that are there. One that had none is another connection.</summary>
    public void Connect(ConnectAccount message, Envelope envelope, Guid command, DateTimeOffset now)
    {
        var before = IsConnected ? Shown() : null;
        if (before is null)
        {
            (ConnectionId, Status, LastSyncAt, CreatedAt) = (Guid.CreateVersion7(now), AccountStatus.Active, null, now);
            Raise(new OwnerStored(message.Owner));
        }

        (Sealed, SyncEveryMinutes, UpdatedAt) = (envelope, message.SyncEveryMinutes, now);
        this.Remember(command);
        Audit(now, Actor.Of(message.Caller), before is null ? "connection.created" : "connection.replaced", before, Shown());
    }

    /// <param name="mayOpen">Whether the credentials can be opened here: what is to be synced must be.</param>
    public Refused? Change(ChangeConnectedAccount message, bool mayOpen, Guid command, DateTimeOffset now)
    {
        if (!IsConnected)
        {
            return Refusals.NoAccount;
        }

        if (!mayOpen && (message.Status == AccountStatus.Active || message.SyncEveryMinutes is not null))
        {
            return Refusals.KeyUnavailable;
        }

        var before = Shown();
        Status = message.Status ?? Status;
        SyncEveryMinutes = message.Unscheduled ? null : message.SyncEveryMinutes ?? SyncEveryMinutes;
        var (changed, to) = Snapshot.Difference(before, Shown());
        if (to.Count > 0)
        {
            UpdatedAt = now;
            this.Remember(command);
            Audit(now, Actor.Of(message.Caller), "connection.updated", changed, to);
        }

        return null;
    }

    /// <summary>Times that have passed meanwhile are one with it.</summary>
    /// <returns>False when that time was followed before.</returns>
    public bool SyncedBySchedule(DateTimeOffset due, DateTimeOffset now)
    {
        if (NextSyncAt != due)
        {
            return false;
        }

        ScheduledAt = now;
        return true;
    }

    /// <summary>False when there is nothing.</summary>
    public bool Disconnect(string actor, DateTimeOffset now)
    {
        if (!IsConnected)
        {
            return false;
        }

        Audit(now, actor, "connection.deleted", Shown(), null);
        Raise(new AccountDisconnected(Contracts.Connections.Owner.Parse(Owner), Platform, AccountId, ConnectionId));
        (Sealed, SyncEveryMinutes, UpdatedAt) = (null, null, now);
        return true;
    }

    public ConnectedAccountDetails ToDetails() =>
        new(Platform, AccountId, Status, CreatedAt, UpdatedAt, LastSyncAt, SyncEveryMinutes, KeyId ?? "");

    private IReadOnlyDictionary<string, JsonElement> Shown() => Snapshot.Of(new { Owner, Platform, AccountId, Status, SyncEveryMinutes, KeyId });

    private void Audit(
        DateTimeOffset now, string actor, string action, IReadOnlyDictionary<string, JsonElement>? before, IReadOnlyDictionary<string, JsonElement>? after) =>
        Raise(ChangeRecorded.Of(now, actor, action, Target, before, after));
}
