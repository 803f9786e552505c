namespace Contracts.Connections;

/// <summary>The answer to ListKeyUses: the keys that are configured, and those that records need besides.</summary>
public sealed record KeyUseList(IReadOnlyList<KeyUse> Items);
