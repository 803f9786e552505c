using Texts;

namespace Contracts.Rewards;

/// <summary>A coupon that holds until its expiry. CouponCode: a <see cref="SealedCode"/> as text; null while it is one of a list, or is not shown.</summary>
public sealed record CouponValue(string? CouponCode, DateTimeOffset Expiry) : RewardValue(RewardType.Coupon)
{
    public override long ToAmount() => 1;

    public override RewardFields ToFields() => new(Type, CouponCode: CouponCode, Expiry: Expiry);

    public override bool Continues(RewardValue earlier) =>
        earlier is CouponValue coupon && this with { Expiry = coupon.Expiry } == coupon && Expiry >= coupon.Expiry;

    /// <summary>By which codes are told apart: nobody who types one sees another in its upper case, or in how its accents were typed.</summary>
    public static string Identity(string code) => Composed.Of(Composed.Of(code).ToUpperInvariant());

    internal static CouponValue Read(RewardReader reader) => new(
        reader.FromList ? reader.Given.CouponCode : reader.Code(reader.Given.CouponCode, "couponCode"),
        reader.Future(reader.Given.Expiry, "expiry"));
}
