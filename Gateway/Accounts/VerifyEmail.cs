using System.ComponentModel.DataAnnotations;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record VerifyEmailBody : RequestBody
{
    [Required]
    public string? Token { get; init; }

    protected override void Rules(Faults faults) => faults.Requires(Token, "token");
}

internal static class VerifyEmailRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/verify-email", Handle)
        .WithName("VerifyEmail").WithSummary("Verifies an e-mail address with the token of a mail")
        .AllowAnonymous().Refuses(Codes.InvalidToken);

    private static async Task<Results<NoContent, Problem>> Handle(VerifyEmailBody body, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<VerifyEmail, EmailVerified>(new VerifyEmail(body.Token!), cancellationToken)).Then(_ => TypedResults.NoContent());
}
