using System.Security.Claims;
using Contracts.Rewards;
using Contracts.Users;
using Gateway.Coupons;
using Hosting.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

internal sealed record ChangeRewardBody : RewardBody
{
    private static readonly string[] MayBeNull = ["stock", "lowStockAt", "delivery"];

    protected override void Rules(Faults faults)
    {
        foreach (var field in Nulls.Except(MayBeNull))
        {
            faults.Add(field, "cannot be null: leave it out to keep it.");
        }

        base.Rules(faults);
        faults.AddIf(CouponCodes is not null, "couponCodes", "is given on creation only.");
    }

    /// <summary>Whether a field is another type's, only the service knows.</summary>
    protected override void Rules(FieldFaults faults, DateTimeOffset now)
    {
        RewardRules.CheckChange(faults, Name, Stock, LowStockAt, unlimited: Nulls.Contains("stock"));
        RewardValue.CheckParts(Value, faults);
    }

    internal string[] Cleared => [.. Nulls.Intersect(MayBeNull)];
}

internal static class ChangeRewardRoute
{
    public static void Map(RouteGroupBuilder rewards) => rewards.MapPatch("/{rewardId:guid}", Handle)
        .WithName("ChangeReward").WithSummary("Changes the fields that are given; the type stays")
        .Needs(Permissions.RewardsWrite).Refuses(Codes.NotFound, Codes.RewardInUse, Codes.InvalidState, Codes.EventEnded, Codes.CouponCodeTaken);

    private static async Task<Results<Ok<RewardResponse>, Problem>> Handle(
        Guid id,
        Guid rewardId,
        ChangeRewardBody body,
        ClaimsPrincipal caller,
        ServiceClient services,
        [FromKeyedServices(DeliveryBody.Section)] SecretCipher cipher,
        CouponCodes codes,
        CancellationToken cancellationToken)
    {
        var command = new ChangeReward(
            rewardId,
            id,
            body.Name,
            body.Value == new RewardFields() ? null : codes.Seal(body.Value),
            body.ReturnOnRevoke,
            caller.Caller(),
            body.Stock,
            body.LowStockAt,
            body.Cleared,
            body.Delivery?.Seal(cipher));
        var changed = await services.Ask<ChangeReward, RewardDetails>(command, cancellationToken);
        return changed.Problem is { } refused ? refused
            : (await services.WithStock([changed.Reply], cancellationToken)).Then(rewards => TypedResults.Ok(rewards[0]));
    }
}
