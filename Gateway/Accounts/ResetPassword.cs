using System.ComponentModel.DataAnnotations;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ResetPasswordBody : RequestBody
{
    [Required]
    public string? Token { get; init; }

    [Required]
    public string? NewPassword { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(Token, "token");
        if (faults.Requires(NewPassword, "newPassword"))
        {
            faults.Add(new FieldFaults().Password(NewPassword, "newPassword"));
        }
    }
}

internal static class ResetPasswordRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/password/reset", Handle)
        .WithName("ResetPassword").WithSummary("Sets a new password with the token of a mail, ends every session and lifts the lock-out")
        .AllowAnonymous().Refuses(Codes.InvalidToken);

    private static async Task<Results<NoContent, Problem>> Handle(ResetPasswordBody body, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ResetPassword, PasswordChanged>(new ResetPassword(body.Token!, body.NewPassword!), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
