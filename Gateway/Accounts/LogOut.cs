using System.Security.Claims;
using Contracts.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal static class LogOutRoute
{
    private const string SessionClaim = "sid";

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/logout", Handle)
        .WithName("LogOut").WithSummary("Ends the session at once").TakesNoBody();

    private static async Task<Results<NoContent, Problem>> Handle(
        ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<LogOut, SessionEnded>(new LogOut(caller.Id(), SessionOf(caller)), cancellationToken)).Then(_ =>
        {
            RefreshTokenCookie.Remove(context);
            return TypedResults.NoContent();
        });

    public static Guid? SessionOf(ClaimsPrincipal caller) => Guid.TryParse(caller.FindFirstValue(SessionClaim), out var id) ? id : null;
}
