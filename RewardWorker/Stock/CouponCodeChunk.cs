using System.Globalization;
using Contracts.Granting;
using Documents;

namespace RewardWorker.Stock;

/// <summary>A part of a reward's coupon codes, in the order of the list. Never changes.</summary>
internal sealed class CouponCodeChunk : Document
{
    public const int Size = AddCouponCodes.PartSize;

    public static readonly Schema<CouponCodeChunk> Schema = new("coupon_codes");

    public required IReadOnlyList<string> Codes { get; init; }

    public static string IdOf(Guid rewardId, long chunk) => string.Create(CultureInfo.InvariantCulture, $"{rewardId}/{chunk}");
}
