using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal static class ResendVerificationRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/verify-email/resend", Handle)
        .WithName("ResendVerification").WithSummary("Sends another mail that verifies one's e-mail address, three an hour").TakesNoBody()
        .Refuses(Codes.AlreadyVerified, Codes.RateLimited);

    private static async Task<Results<Accepted, Problem>> Handle(ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RequestVerification, VerificationRequested>(new RequestVerification(caller.Id()), cancellationToken))
            .Then(_ => TypedResults.Accepted((string?)null));
}
