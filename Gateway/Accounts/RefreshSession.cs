using Contracts.Sessions;
using Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record RefreshSessionBody : RequestBody
{
    /// <summary>Goes before the cookie.</summary>
    public string? RefreshToken { get; init; }

    protected override void Rules(Faults faults)
    {
    }
}

internal static class RefreshSessionRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/refresh", Handle)
        .WithName("RefreshSession").WithSummary("Exchanges a refresh token, of the body or the cookie, for new tokens")
        .AllowAnonymous().Refuses(Codes.InvalidRefreshToken)
        .LimitTokenIssue<RefreshSessionBody>("refresh", (context, body) => Token(body, context) is { } token ? AccountOf(token) : null);

    private static async Task<Results<Ok<SessionResponse>, Problem>> Handle(
        RefreshSessionBody? body, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        if (Token(body, context) is not { } token)
        {
            return new Problem(
                Codes.ValidationFailed,
                "Send the refresh token as refreshToken in the body or as the cookie of that name.",
                new Dictionary<string, string[]> { ["refreshToken"] = ["is required."] });
        }

        return (await services.Ask<RefreshSession, SessionStarted>(new RefreshSession(token), cancellationToken))
            .Then(session => TypedResults.Ok(RefreshTokenCookie.Start(context, session)));
    }

    /// <summary>AuthService's tokens begin with the user's id, whose 16 bytes fill so many characters of base64url. It need not be true to be counted by.</summary>
    private static string AccountOf(string token) => token[..Math.Min(21, token.Length)];

    private static string? Token(RefreshSessionBody? body, HttpContext context)
    {
        var token = string.IsNullOrEmpty(body?.RefreshToken) ? RefreshTokenCookie.Read(context) : body.RefreshToken;
        return string.IsNullOrEmpty(token) ? null : token;
    }
}
