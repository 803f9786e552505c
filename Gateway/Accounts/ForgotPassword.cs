using System.ComponentModel.DataAnnotations;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ForgotPasswordBody : RequestBody
{
    [Required]
    public string? Email { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Email, "email"))
        {
            faults.Email(Email, "email");
        }
    }
}

internal static class ForgotPasswordRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/password/forgot", Handle)
        .WithName("ForgotPassword").WithSummary("Sends a mail with which to set a new password, if there is such an account; three an hour")
        .AllowAnonymous();

    private static async Task<Results<Accepted, Problem>> Handle(ForgotPasswordBody body, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RequestPasswordReset, PasswordResetRequested>(new RequestPasswordReset(body.Email!), cancellationToken))
            .Then(_ => TypedResults.Accepted((string?)null));
}
