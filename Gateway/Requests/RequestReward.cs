using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Accounts;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal static class RequestRewardRoute
{
    private static readonly Problem NotVerified = new(
        Codes.EmailNotVerified, "Verify your e-mail address first, with the link that was mailed to you; POST /auth/verify-email/resend sends another.");

    public static void Map(RouteGroupBuilder events) => events.MapPost("/{id:guid}/request", Handle)
        .WithName("RequestReward").WithSummary("Requests the rewards of an event").TakesNoBody()
        .RequireAuthorization(Policies.User)
        .Refuses(Codes.EmailNotVerified, Codes.NotFound, Codes.EventNotActive, Codes.AlreadyRequested, Codes.ClaimLimitReached, Codes.RequestLimitReached, Codes.NotEligible, Codes.NoRewards, Codes.CouponExpired);

    private static async Task<Results<Created<RequestResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, AccountSettings accounts, CancellationToken cancellationToken)
    {
        if (accounts.RequireVerifiedEmail && await Unverified(caller.Id(), services, cancellationToken) is { } refused)
        {
            return refused;
        }

        return (await services.Ask<RequestReward, RewardRequestDetails>(
            new RequestReward(context.NewResourceId(), id, caller.Caller()), cancellationToken))
            .Then(request => TypedResults.Created(context.Link($"/events/requests/{request.Id}"), RequestResponse.Of(request)));
    }

    /// <summary>Asked with each request: an address that was verified a moment ago counts.</summary>
    private static async Task<Problem?> Unverified(Guid userId, ServiceClient services, CancellationToken cancellationToken)
    {
        var user = await services.Ask<GetUser, UserDetails>(new GetUser(userId), cancellationToken);
        return user.Problem ?? (user.Reply.EmailVerified ? null : NotVerified);
    }
}
