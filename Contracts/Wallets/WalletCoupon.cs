namespace Contracts.Wallets;

/// <summary>A coupon in a wallet.</summary>
public sealed record WalletCoupon(string Code, DateTimeOffset Expiry);
