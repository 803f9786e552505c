using Contracts;
using Contracts.Audit;
using Contracts.ServiceAccounts;
using Documents;
using Sessions;

namespace AuthService.ServiceAccounts;

/// <summary>An account of a machine. Of its keys the hashes are kept. A deleted one stays, without keys.</summary>
internal sealed class ServiceAccount : Document, IRemembersCommands
{
    public static readonly Schema<ServiceAccount> Schema = new Schema<ServiceAccount>("service_accounts").Index(a => a.ListedAt);

    /// <summary>With those that are replaced and still work.</summary>
    private const int MostKeys = 10;

    /// <summary>How exactly the last use is known: each note of it is a write.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    public required string Name { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>The newest first. None of a deleted account.</summary>
    public required IReadOnlyList<ServiceKeyHash> Keys { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Whether it has been given a key in the place of its first.</summary>
    public bool IsRotated { get; set; }

    public List<Guid> Commands { get; init; } = [];

    /// <summary>The message that deleted it: delivered again, it is known to be done.</summary>
    public Guid? Deletion { get; set; }

    /// <summary>By which it is listed; null when it is deleted.</summary>
    public DateTimeOffset? ListedAt => Deletion is null ? CreatedAt : null;

    /// <summary>Whether nobody can have more than its first key, or works with that.</summary>
    public bool IsUntouched => LastUsedAt is null && !IsRotated;

    private string AuditTarget => $"service_account:{Id}";

    public static ServiceAccount Of(CreateServiceAccount message, Guid command, DateTimeOffset now)
    {
        var account = new ServiceAccount
        {
            Id = message.ServiceAccountId.ToString(),
            Name = message.Name,
            Permissions = [.. message.Permissions.Order(StringComparer.Ordinal)],
            Keys = [new ServiceKeyHash(message.KeyHash, null)],
            CreatedAt = now,
            ExpiresAt = message.ExpiresAt,
        };
        account.Remember(command);
        account.Raise(ChangeRecorded.Of(
            now, Actor.Of(message.Caller), "service_account.created", account.AuditTarget, null, Snapshot.Of(new { account.Name, account.Permissions, account.ExpiresAt })));
        return account;
    }

    /// <summary>False when too many keys would work.</summary>
    public bool Rotate(RotateServiceKey message, Guid command, DateTimeOffset now)
    {
        var end = now + TimeSpan.FromSeconds(message.OverlapSeconds);
        ServiceKeyHash[] replaced = [.. Keys.Select(key => key.ExpiresAt < end ? key : key with { ExpiresAt = end }).Where(key => key.ExpiresAt > now)];
        if (replaced.Length >= MostKeys)
        {
            return false;
        }

        IsRotated = true;
        TakeKey([new ServiceKeyHash(message.KeyHash, null), .. replaced], message.Caller, message.OverlapSeconds, command, now);
        return true;
    }

    /// <summary>The first key, which nobody has got, by another.</summary>
    public void Replace(CreateServiceAccount message, Guid command, DateTimeOffset now) =>
        TakeKey([new ServiceKeyHash(message.KeyHash, null)], message.Caller, overlapSeconds: 0, command, now);

    public void Delete(Caller caller, Guid command, DateTimeOffset now)
    {
        Keys = [];
        Deletion = command;
        Raise(ChangeRecorded.Of(
            now, Actor.Of(caller), "service_account.deleted", AuditTarget, Snapshot.Of(new { Name, Permissions, ExpiresAt }), null));
    }

    /// <summary>False when that is known already, about.</summary>
    public bool NoteUse(DateTimeOffset now)
    {
        if (Deletion is not null || now - LastUsedAt < UseInterval)
        {
            return false;
        }

        LastUsedAt = now;
        return true;
    }

    /// <summary>What counts, for those who check keys.</summary>
    public ServiceKeys ToKeys() => new(Guid.Parse(Id), Version, Permissions, Keys, ExpiresAt);

    /// <summary>What counts while it is being taken away: nothing, unless it is found that it was not.</summary>
    public ServiceKeys WithoutKeys() => ServiceKeys.None(Guid.Parse(Id), Version + 1);

    public ServiceAccountDetails ToDetails() => new(Guid.Parse(Id), Name, Permissions, CreatedAt, ExpiresAt, LastUsedAt);

    private void TakeKey(IReadOnlyList<ServiceKeyHash> keys, Caller by, int overlapSeconds, Guid command, DateTimeOffset now)
    {
        Keys = keys;
        this.Remember(command);
        Raise(ChangeRecorded.Of(
            now, Actor.Of(by), "service_account.rotated", AuditTarget, null, Snapshot.Of(new { OverlapSeconds = overlapSeconds })));
    }
}
