using System.Text.Json;

namespace Messaging.Client;

/// <summary>Whose connections: a user's or a team's.</summary>
public readonly record struct Owner
{
    private Owner(string path) => Path = path;

    internal string Path { get; }

    public static Owner User(Guid id) => new($"/users/{id}");

    public static Owner Team(Guid id) => new($"/teams/{id}");
}

/// <summary>An advertising platform, with the JSON schemas of a configuration's settings and of credentials.</summary>
public sealed record AdvertisingPlatform(string Id, string Name, JsonElement Settings, JsonElement Credentials);

/// <summary>A configuration of a platform. Current: the one of them that is used.</summary>
public sealed record PlatformConfig(
    Guid Id, string Name, IReadOnlyDictionary<string, JsonElement> Settings, bool Current, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>An account on a platform whose credentials are stored; they are never told.</summary>
public sealed record ConnectedAccount(
    string AccountId, AccountStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastSyncAt, int? SyncEveryMinutes, string KeyId);

public sealed record AccountChange
{
    public AccountStatus? Status { get; init; }

    /// <summary>5 to 1440; null: it is synced by hand alone.</summary>
    public Optional<int?> SyncEveryMinutes { get; init; }
}

/// <summary>Whether a connected account is synced.</summary>
public enum AccountStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Active,
    Inactive,
}
