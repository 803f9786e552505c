using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Accounts;

internal sealed record RemoveMfaBody : RequestBody
{
    [Required]
    public string? Password { get; init; }

    /// <summary>Of the authenticator, or a recovery code.</summary>
    [Required]
    public string? Code { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(Password, "password");
        faults.Requires(Code, "code");
    }
}

internal static class RemoveMfaRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapDelete("/me/mfa", Handle)
        .WithName("RemoveMfa").WithSummary("Turns one's own second factor off")
        .Refuses(Codes.InvalidPassword, Codes.InvalidCode, Codes.TooManyAttempts, Codes.NotFound);

    private static async Task<Results<NoContent, Problem>> Handle(
        [FromBody] RemoveMfaBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RemoveMfa, MfaRemoved>(new RemoveMfa(caller.Id(), body.Password!, body.Code!), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
