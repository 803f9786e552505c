using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ConfirmMfaBody : RequestBody
{
    [Required]
    public string? Code { get; init; }

    protected override void Rules(Faults faults) => faults.Requires(Code, "code");
}

internal static class ConfirmMfaRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapPost("/me/mfa/confirm", Handle)
        .WithName("ConfirmMfa").WithSummary("Puts the second factor in force, ends every other session, and tells the recovery codes, this once")
        .Refuses(Codes.InvalidCode, Codes.NotFound);

    private static async Task<Results<Ok<MfaConfirmed>, Problem>> Handle(
        ConfirmMfaBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ConfirmMfa, MfaConfirmed>(new ConfirmMfa(caller.Id(), LogOutRoute.SessionOf(caller), body.Code!), cancellationToken)).Then(confirmed =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(confirmed);
        });
}
