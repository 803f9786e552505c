using System.ComponentModel.DataAnnotations;
using Contracts.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ConfirmLogInBody : RequestBody
{
    [Required]
    public string? MfaToken { get; init; }

    /// <summary>Of the authenticator, or a recovery code.</summary>
    [Required]
    public string? Code { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(MfaToken, "mfaToken");
        faults.Requires(Code, "code");
    }
}

internal static class ConfirmLogInRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/mfa", Handle)
        .WithName("ConfirmLogIn").WithSummary("Starts the session of a login that was asked for the second factor; a code works once, a recovery code too")
        .AllowAnonymous().Refuses(Codes.InvalidMfaToken, Codes.TooManyAttempts).RefusesAs(StatusCodes.Status401Unauthorized, Codes.InvalidCode);

    private static async Task<Results<Ok<SessionResponse>, Problem>> Handle(
        ConfirmLogInBody body, HttpContext context, ServiceClient services, TimeProvider time, CancellationToken cancellationToken)
    {
        var loginId = Guid.CreateVersion7(time.GetUtcNow());
        var started = await services.Ask<ConfirmLogIn, SessionStarted>(
            new ConfirmLogIn(body.MfaToken!, body.Code!, LogInRoute.AddressOf(context)), cancellationToken, loginId);
        if (started.Problem is { } refused)
        {
            return refused.Code == Codes.InvalidCode ? refused.WithStatus(StatusCodes.Status401Unauthorized) : refused;
        }

        await LoginActivity.Record(started.Reply.User.Id, loginId, services, time, cancellationToken);
        return TypedResults.Ok(RefreshTokenCookie.Start(context, started.Reply));
    }
}
