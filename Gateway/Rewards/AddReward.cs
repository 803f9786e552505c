using System.Security.Claims;
using Contracts.Rewards;
using Gateway.Asking;
using Gateway.Idempotency;
using Gateway.Problems;
using Gateway.Security;
using Gateway.Validation;
using Gateway.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

[Requires("type", "name")]
internal sealed record AddRewardBody : RewardBody
{
    protected override void Rules(Faults faults)
    {
        faults.Requires(Name, "name");
        faults.Requires(Type, "type");
        GivenFields(faults);
        if (Words.Parse<RewardType>(Type) is not { } type)
        {
            return;
        }

        OnlyOf(type, faults);
        string[] required = type switch
        {
            RewardType.Point => ["points"],
            RewardType.Item => ["itemId", "quantity"],
            RewardType.Coupon => ["couponCode", "expiry"],
            _ => ["badgeId"],
        };
        foreach (var field in required.Except(ValueFields.Select(field => field.Field)))
        {
            faults.Add(field, "is required.");
        }
    }

    public RewardValue ToValue() =>
        new(Words.Parse<RewardType>(Type)!.Value, Points, ItemId, Quantity, CouponCode, ExpiryTime, BadgeId);
}

internal static class AddRewardRoute
{
    public static void Map(RouteGroupBuilder rewards) => rewards.MapPost("", Handle)
        .WithName("AddReward").WithSummary("Adds a reward to an event")
        .RequireAuthorization(Policies.Operator).Refuses("NOT_FOUND", "EVENT_ENDED", "COUPON_CODE_TAKEN", "TOO_MANY_REWARDS");

    private static async Task<Results<Created<RewardResponse>, Problem>> Handle(
        Guid id, AddRewardBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var command = new AddReward(
            context.NewResourceId(), id, body.Name!, body.ToValue(), body.ReturnOnRevoke ?? false, caller.Caller());
        return (await services.Ask<AddReward, RewardDetails>(command, cancellationToken))
            .Then(reward => TypedResults.Created(context.Link($"/events/{id}/rewards/{reward.Id}"), RewardResponse.Of(reward)));
    }
}
