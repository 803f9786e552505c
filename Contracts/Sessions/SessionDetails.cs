namespace Contracts.Sessions;

/// <summary>An open session, and nothing of its tokens. LastRefreshedAt: when it began or was refreshed last.</summary>
public sealed record SessionDetails(Guid Id, DateTimeOffset LastRefreshedAt, DateTimeOffset ExpiresAt);
