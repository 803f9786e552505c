using System.Security.Claims;
using Contracts;
using Contracts.Rewards;
using Gateway.Asking;
using Gateway.Problems;
using Gateway.Security;
using Gateway.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Secrets;

namespace Gateway.Rewards;

internal sealed record ChangeRewardBody : RewardBody
{
    private static readonly string[] MayBeNull = ["stock", "lowStockAt", "delivery"];

    protected override int LeastStock => 0;

    public bool ChangesValue() => Type is not null || ValueFields.Any();

    protected override void Rules(Faults faults)
    {
        foreach (var field in Nulls.Except(MayBeNull))
        {
            faults.Add(field, "cannot be null: leave it out to keep it.");
        }

        GivenFields(faults);
        faults.AddIf(CouponCodes is not null, "couponCodes", "is given on creation only.");
        faults.AddIf(LowStockAt is not null && Nulls.Contains("stock"), "lowStockAt", "goes with stock only.");
    }

    public string[] Cleared => [.. Nulls.Intersect(MayBeNull)];

    /// <summary>The value with what is given here; a type and fields of another type are for the service to refuse.</summary>
    public RewardValue Onto(RewardValue value) => new(
        Words.Parse<RewardType>(Type) ?? value.Type,
        Points ?? value.Points,
        ItemId ?? value.ItemId,
        Quantity ?? value.Quantity,
        CouponCode ?? value.CouponCode,
        ExpiryTime ?? value.Expiry,
        BadgeId ?? value.BadgeId);
}

internal static class ChangeRewardRoute
{
    private const int LongestPage = 100;

    public static void Map(RouteGroupBuilder rewards) => rewards.MapPatch("/{rewardId:guid}", Handle)
        .WithName("ChangeReward").WithSummary("Changes the fields that are given; the type stays")
        .RequireAuthorization(Policies.Operator).Refuses("NOT_FOUND", "REWARD_IN_USE", "INVALID_STATE", "EVENT_ENDED", "COUPON_CODE_TAKEN");

    private static async Task<Results<Ok<RewardResponse>, Problem>> Handle(
        Guid id,
        Guid rewardId,
        ChangeRewardBody body,
        ClaimsPrincipal caller,
        ServiceClient services,
        SecretCipher cipher,
        CancellationToken cancellationToken)
    {
        RewardValue? value = null;
        if (body.ChangesValue())
        {
            // The command takes a whole value, the caller may give a part.
            var present = await Find(id, rewardId, caller.Caller(), services, cancellationToken);
            if (present.Problem is { } problem)
            {
                return problem;
            }

            value = body.Onto(present.Reply.Value);
        }

        var command = new ChangeReward(
            rewardId,
            id,
            body.Name,
            value,
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

    private static async Task<Answer<RewardDetails>> Find(
        Guid eventId, Guid rewardId, Caller caller, ServiceClient services, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await services.Ask<ListRewards, RewardList>(new ListRewards(eventId, LongestPage, cursor, caller), cancellationToken);
            if (page.Problem is { } problem)
            {
                return problem;
            }

            if (page.Reply.Items.FirstOrDefault(reward => reward.Id == rewardId) is { } found)
            {
                return found;
            }

            cursor = page.Reply.NextCursor;
        }
        while (cursor is not null);
        return Problem.NotFound;
    }
}
