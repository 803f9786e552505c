using System.Security.Claims;

namespace Http.Tokens;

public static class Subject
{
    public const string RoleClaim = "role";
    private const string Claim = "sub";

    /// <summary>The signed-in user.</summary>
    public static Guid Id(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(Claim)!);
}
