using System.Security.Claims;
using Contracts.Rewards;
using Contracts.Users;
using Gateway.Coupons;
using Hosting.Secrets;
using Http.Deadlines;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

[Requires("type", "name")]
internal sealed record AddRewardBody : RewardBody
{
    protected override void Rules(Faults faults)
    {
        faults.Requires(Name, "name");
        faults.Requires(Type, "type");
        base.Rules(faults);
    }

    protected override void Rules(FieldFaults faults, DateTimeOffset now)
    {
        RewardRules.CheckNew(faults, Name, Value, Stock, LowStockAt, CouponCodes);
        if (Value.Type is { } type)
        {
            RewardValue.Read(type, Value, faults, now, fromList: CouponCodes is not null);
        }
        else
        {
            RewardValue.CheckParts(Value, faults);
        }
    }

    public AddReward ToCommand(Guid rewardId, Guid eventId, Caller caller, SecretCipher cipher, CouponCodes codes) => new(
        rewardId,
        eventId,
        Name!,
        RewardValue.Of(codes.Seal(Value)),
        ReturnOnRevoke ?? false,
        caller,
        Stock,
        LowStockAt,
        CouponCodes?.Select(code => codes.Seal(code!)).ToList(),
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
        .Needs(Permissions.RewardsWrite).Refuses(Codes.NotFound, Codes.EventEnded, Codes.CouponCodeTaken, Codes.TooManyRewards);

    private static async Task<Results<Created<RewardResponse>, Problem>> Handle(
        Guid id,
        AddRewardBody body,
        ClaimsPrincipal caller,
        HttpContext context,
        ServiceClient services,
        Deadline deadline,
        [FromKeyedServices(DeliveryBody.Section)] SecretCipher cipher,
        CouponCodes codes,
        CancellationToken cancellationToken)
    {
        if (body.CouponCodes is not null)
        {
            deadline.Extend(ImportPatience);
        }

        var command = body.ToCommand(context.NewResourceId(), id, caller.Caller(), cipher, codes);
        return (await services.Ask<AddReward, RewardDetails>(command, cancellationToken))
            .Then(reward => TypedResults.Created(context.Link($"/events/{id}/rewards/{reward.Id}"), RewardResponse.Of(reward)));
    }
}
