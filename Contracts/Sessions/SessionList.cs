namespace Contracts.Sessions;

/// <summary>The answer to ListSessions: those that are open.</summary>
public sealed record SessionList(IReadOnlyList<SessionDetails> Items);
