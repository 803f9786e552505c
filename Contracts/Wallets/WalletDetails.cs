namespace Contracts.Wallets;

/// <summary>The answer to GetWallet.</summary>
public sealed record WalletDetails(
    long Points, IReadOnlyList<WalletItem> Items, IReadOnlyList<WalletCoupon> Coupons, IReadOnlyList<string> Badges);
