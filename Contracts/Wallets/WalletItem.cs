namespace Contracts.Wallets;

/// <summary>Items of one kind in a wallet.</summary>
public sealed record WalletItem(string ItemId, long Quantity);
