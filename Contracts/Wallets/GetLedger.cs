namespace Contracts.Wallets;

/// <summary>From the Gateway. Answered with LedgerPage, newest first, or Refused VALIDATION_FAILED for a bad cursor.</summary>
public sealed record GetLedger(Guid UserId, int Limit, string? Cursor);
