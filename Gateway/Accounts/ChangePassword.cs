using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ChangePasswordBody : RequestBody
{
    [Required]
    public string? CurrentPassword { get; init; }

    [Required]
    public string? NewPassword { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(CurrentPassword, "currentPassword");
        if (faults.Requires(NewPassword, "newPassword"))
        {
            faults.Add(new FieldFaults().Password(NewPassword, "newPassword"));
        }
    }
}

internal static class ChangePasswordRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapPut("/me/password", Handle)
        .WithName("ChangePassword").WithSummary("Sets one's own password and ends every session")
        .Refuses(Codes.InvalidPassword, Codes.TooManyAttempts);

    private static async Task<Results<NoContent, Problem>> Handle(
        ChangePasswordBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangePassword, PasswordChanged>(
            new ChangePassword(caller.Id(), body.CurrentPassword!, body.NewPassword!), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
