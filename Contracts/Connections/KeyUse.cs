namespace Contracts.Connections;

/// <summary>How many records a key wraps.</summary>
public sealed record KeyUse(string KeyId, long Records);
