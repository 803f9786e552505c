using Contracts.Granting;
using MassTransit;

namespace EventService.Rewards;

/// <summary>Hands a reward's own coupon codes to RewardWorker, which alone keeps them.</summary>
internal static class CouponCodeList
{
    public const int MaxCodes = 100_000;
    public const int MaxLength = 100;

    private const int PartsAtOnce = 16;
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 30);

    public static void Check(IReadOnlyList<string> codes, Faults faults) => faults
        .AddIf(codes.Count is 0 or > MaxCodes, "couponCodes", $"has 1 to {MaxCodes} codes.")
        .AddIf(codes.Any(code => string.IsNullOrWhiteSpace(code) || code.Length > MaxLength), "couponCodes", $"has codes of 1 to {MaxLength} characters.")
        .AddIf(codes.Distinct(StringComparer.Ordinal).Count() < codes.Count, "couponCodes", "has each code once.");

    public static Task HandOver(IClientFactory clients, Guid rewardId, IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var client = clients.CreateRequestClient<AddCouponCodes>(Patience);
        return Parallel.ForEachAsync(
            codes.Chunk(AddCouponCodes.PartSize).Select((part, i) => new AddCouponCodes(rewardId, i, part)),
            new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken },
            async (part, token) => await client.GetResponse<CouponCodesAdded>(part, token));
    }
}
