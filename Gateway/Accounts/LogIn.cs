using System.ComponentModel.DataAnnotations;
using Contracts.Sessions;
using Http.Connections;
using Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record LogInBody : RequestBody
{
    [Required]
    public string? Email { get; init; }

    [Required]
    public string? Password { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(Email, "email");
        faults.Requires(Password, "password");
    }
}

internal static class LogInRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/login", Handle)
        .WithName("LogIn").WithSummary("Starts the user's one session")
        .AllowAnonymous().Refuses(Codes.InvalidCredentials, Codes.TooManyAttempts)
        .LimitTokenIssue<LogInBody>("login", (_, body) => body?.Email?.Trim().ToLowerInvariant(), Codes.InvalidCredentials, Codes.TooManyAttempts);

    private static async Task<Results<Ok<SessionResponse>, Problem>> Handle(
        LogInBody body, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var command = new LogIn(body.Email!, body.Password!, context.ClientAddress() is null ? null : context.ClientKey());
        return (await services.Ask<LogIn, SessionStarted>(command, cancellationToken))
            .Then(session => TypedResults.Ok(RefreshTokenCookie.Start(context, session)));
    }
}
