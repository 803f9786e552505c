using Contracts.Rewards;

namespace EventService.Rewards;

/// <summary>Which fields a value of each type has, and their bounds.</summary>
internal static class RewardValueRules
{
    private const int MaxPoints = 1_000_000_000;
    private const int MaxQuantity = 1_000_000;
    private const int MaxTextLength = 100;

    /// <param name="fromList">The coupon's codes are a list of their own.</param>
    public static void Check(this RewardValue value, bool fromList, Faults faults, DateTimeOffset now)
    {
        Number(RewardType.Point, "points", value.Points, MaxPoints);
        Text(RewardType.Item, "itemId", value.ItemId);
        Number(RewardType.Item, "quantity", value.Quantity, MaxQuantity);
        if (fromList)
        {
            faults.AddIf(value.CouponCode is not null, "couponCode", "does not go with couponCodes.");
        }
        else
        {
            Text(RewardType.Coupon, "couponCode", value.CouponCode);
        }

        Field(RewardType.Coupon, "expiry", value.Expiry is not null, value.Expiry > now, "is a time in the future.");
        Text(RewardType.Badge, "badgeId", value.BadgeId);

        void Number(RewardType type, string field, long? number, long most) =>
            Field(type, field, number is not null, number >= 1 && number <= most, $"is a number from 1 to {most}.");

        void Text(RewardType type, string field, string? text) =>
            Field(type, field, text is not null, !string.IsNullOrWhiteSpace(text) && text.Length <= MaxTextLength, $"has 1 to {MaxTextLength} characters.");

        void Field(RewardType type, string field, bool given, bool valid, string bounds) => faults
            .AddIf(type == value.Type && !valid, field, bounds)
            .AddIf(type != value.Type && given, field, $"goes with {type.ToString().ToUpperInvariant()} only.");
    }
}
