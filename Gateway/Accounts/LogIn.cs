using System.ComponentModel.DataAnnotations;
using Contracts.Sessions;
using Hosting.Networks;
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
        .WithName("LogIn").WithSummary("Starts the user's one session, or asks for the second factor")
        .AllowAnonymous().Refuses(Codes.InvalidCredentials, Codes.TooManyAttempts)
        .LimitTokenIssue<LogInBody>("login", (_, body) => body?.Email?.Trim().ToLowerInvariant(), Codes.InvalidCredentials, Codes.TooManyAttempts);

    private static async Task<Results<Ok<LogInResponse>, Problem>> Handle(
        LogInBody body, HttpContext context, ServiceClient services, TimeProvider time, CancellationToken cancellationToken)
    {
        var command = new LogIn(body.Email!, body.Password!, AddressOf(context));
        var loginId = Guid.CreateVersion7(time.GetUtcNow());
        var answer = await services.Ask<LogIn, SessionStarted, MfaRequired>(command, cancellationToken, loginId);
        if (answer.Problem is { } refused)
        {
            return refused;
        }

        if (answer.Reply is MfaRequired asked)
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok<LogInResponse>(new MfaRequiredResponse(true, asked.MfaToken, asked.ExpiresIn));
        }

        var session = (SessionStarted)answer.Reply;
        await LoginActivity.Record(session.User.Id, loginId, services, time, cancellationToken);
        return TypedResults.Ok<LogInResponse>(RefreshTokenCookie.Start(context, session));
    }

    /// <summary>By which failures are counted; null when it is not known.</summary>
    public static string? AddressOf(HttpContext context) => context.ClientAddress() is null ? null : context.ClientKey();
}
