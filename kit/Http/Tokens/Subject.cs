using System.Security.Claims;

namespace Http.Tokens;

public static class Subject
{
    public const string RoleClaim = "role";
    public const string IdClaim = "sub";

    /// <summary>The signed-in user, or the service account.</summary>
    public static Guid Id(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(IdClaim)!);

    /// <summary>Whether it is no user, but came with a token of <see cref="OtherTokens"/>.</summary>
    public static bool IsService(this ClaimsPrincipal user) => user.Identity?.AuthenticationType == OtherTokens.Scheme;
}
