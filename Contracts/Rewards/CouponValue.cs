namespace Contracts.Rewards;

/// <summary>A coupon that holds until its expiry. CouponCode: null while it is one of a list, or is not shown.</summary>
public sealed record CouponValue(string? CouponCode, DateTimeOffset Expiry) : RewardValue(RewardType.Coupon)
{
    public override long ToAmount() => 1;

    public override RewardFields ToFields() => new(Type, CouponCode: CouponCode, Expiry: Expiry);

    internal static CouponValue Read(RewardReader reader)
    {
        if (!reader.FromList)
        {
            reader.Text(reader.Given.CouponCode, "couponCode");
        }

        return new CouponValue(reader.Given.CouponCode, reader.Future(reader.Given.Expiry, "expiry"));
    }
}
