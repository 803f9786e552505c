using System.Security.Claims;
using Contracts.Rewards;
using Hosting.Secrets;
using Http.Deadlines;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

[Requires("type", "name")]
internal sealed record AddRewardBody : RewardBody
{
    private const int MostCodes = 100_000;
    private const int LongestCode = 100;

    protected override int LeastStock => 1;

    protected override void Rules(Faults faults)
    {
        faults.Requires(Name, "name");
        faults.Requires(Type, "type");
        GivenFields(faults);
        CouponCodeList(faults);
        if (Words.Parse<RewardType>(Type) is not { } type)
        {
            return;
        }

        OnlyOf(type, faults);
        string[] required = type switch
        {
            RewardType.Point => ["points"],
            RewardType.Item => ["itemId", "quantity"],
            RewardType.Coupon => CouponCodes is null ? ["couponCode", "expiry"] : ["expiry"],
            _ => ["badgeId"],
        };
        foreach (var field in required.Except(ValueFields.Select(field => field.Field)))
        {
            faults.Add(field, "is required.");
        }
    }

    private void CouponCodeList(Faults faults)
    {
        faults.AddIf(LowStockAt is not null && Stock is null && CouponCodes is null, "lowStockAt", "goes with stock or couponCodes only.");
        if (CouponCodes is null)
        {
            return;
        }

        faults.AddIf(Words.Parse<RewardType>(Type) is { } type and not RewardType.Coupon, "couponCodes", "goes with COUPON only.");
        faults.AddIf(CouponCode is not null, "couponCodes", "does not go with couponCode.");
        faults.AddIf(Stock is not null, "stock", "does not go with couponCodes: it is their number.");
        faults.AddIf(LowStockAt > CouponCodes.Count, "lowStockAt", "is at most the number of couponCodes.");
        faults.AddIf(CouponCodes.Count is 0 or > MostCodes, "couponCodes", $"has 1 to {MostCodes} codes.");
        faults.AddIf(
            CouponCodes.Any(code => string.IsNullOrWhiteSpace(code) || code.Length > LongestCode), "couponCodes", $"has codes of 1 to {LongestCode} characters.");
        faults.AddIf(CouponCodes.Distinct(StringComparer.Ordinal).Count() < CouponCodes.Count, "couponCodes", "has each code once.");
    }

    public AddReward ToCommand(Guid rewardId, Guid eventId, Caller caller, SecretCipher cipher) => new(
        rewardId,
        eventId,
        Name!,
        new RewardValue(Words.Parse<RewardType>(Type)!.Value, Points, ItemId, Quantity, CouponCode, ExpiryTime, BadgeId),
        ReturnOnRevoke ?? false,
        caller,
        Stock,
        LowStockAt,
        CouponCodes?.Select(code => code!).ToList(),
        Delivery?.Seal(cipher));
}

internal static class AddRewardRoute
{
    /// <summary>For 100 000 codes of usual length.</summary>
    private const int LongestBody = 4 * 1024 * 1024;

    /// <summary>A long list of codes is stored before it is answered.</summary>
    private static readonly TimeSpan ImportPatience = TimeSpan.FromSeconds(30);

    public static void Map(RouteGroupBuilder rewards) => rewards.MapPost("", Handle)
        .WithName("AddReward").WithSummary("Adds a reward to an event")
        .WithMetadata(new BodyLimit(LongestBody))
        .RequireAuthorization(Policies.Operator).Refuses(Codes.NotFound, Codes.EventEnded, Codes.CouponCodeTaken, Codes.TooManyRewards);

    private static async Task<Results<Created<RewardResponse>, Problem>> Handle(
        Guid id,
        AddRewardBody body,
        ClaimsPrincipal caller,
        HttpContext context,
        ServiceClient services,
        Deadline deadline,
        SecretCipher cipher,
        CancellationToken cancellationToken)
    {
        if (body.CouponCodes is not null)
        {
            deadline.Extend(ImportPatience);
        }

        var command = body.ToCommand(context.NewResourceId(), id, caller.Caller(), cipher);
        return (await services.Ask<AddReward, RewardDetails>(command, cancellationToken))
            .Then(reward => TypedResults.Created(context.Link($"/events/{id}/rewards/{reward.Id}"), RewardResponse.Of(reward)));
    }
}
