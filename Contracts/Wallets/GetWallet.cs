namespace Contracts.Wallets;

/// <summary>From the Gateway. Answered with WalletDetails: what the user's ledger adds up to.</summary>
public sealed record GetWallet(Guid UserId);
