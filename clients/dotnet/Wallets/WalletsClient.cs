namespace Messaging.Client;

/// <summary>What a user's ledger adds up to.</summary>
public sealed record Wallet(long Points, IReadOnlyList<WalletItem> Items, IReadOnlyList<WalletCoupon> Coupons, IReadOnlyList<string> Badges);

public sealed record WalletItem(string ItemId, long Quantity);

/// <summary>Code: null for anyone but its owner.</summary>
public sealed record WalletCoupon(string? Code, DateTimeOffset Expiry)
{
    /// <summary>Without the code, for logs.</summary>
    public override string ToString() => $"{nameof(WalletCoupon)} until {Expiry:O}";
}

/// <summary>Amount: points, quantity, or 1; negative on an entry that takes another back, which ReversalOf names.</summary>
public sealed record LedgerEntry(Guid Id, Guid RequestId, Guid RewardId, RewardType Type, long Amount, DateTimeOffset At, Guid? ReversalOf);

/// <summary>What was granted.</summary>
public sealed class WalletsClient
{
    private readonly Api api;

    internal WalletsClient(Api api) => this.api = api;

    public Task<Wallet> Mine(CancellationToken cancellationToken = default) => api.Get<Wallet>("/me/wallet", cancellationToken);

    public Pages<LedgerEntry> MyLedger() => api.List<LedgerEntry>("/me/ledger");

    public Task<Wallet> Get(Guid userId, CancellationToken cancellationToken = default) => api.Get<Wallet>($"/users/{userId}/wallet", cancellationToken);

    public Pages<LedgerEntry> Ledger(Guid userId) => api.List<LedgerEntry>($"/users/{userId}/ledger");
}
