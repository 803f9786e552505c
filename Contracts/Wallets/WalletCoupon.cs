namespace Contracts.Wallets;

/// <summary>A coupon in a wallet. Code: null for anyone but its owner.</summary>
public sealed record WalletCoupon(string? Code, DateTimeOffset Expiry);
