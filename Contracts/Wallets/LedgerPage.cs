namespace Contracts.Wallets;

/// <summary>The answer to GetLedger.</summary>
public sealed record LedgerPage(IReadOnlyList<LedgerEntry> Items, string? NextCursor);
