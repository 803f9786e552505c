using System.Security.Claims;
using Contracts;
using Contracts.Users;
using Gateway.Validation;

namespace Gateway.Security;

internal static class CallerExtensions
{
    public const string RoleClaim = "role";
    private const string SubjectClaim = "sub";

    public static Caller Caller(this ClaimsPrincipal user) => new(
        user.Id(),
        [.. user.FindAll(RoleClaim).Select(claim => Words.Parse<Role>(claim.Value)).OfType<Role>()]);

    public static Guid Id(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(SubjectClaim)!);

    public static bool Has(this ClaimsPrincipal user, params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (user.IsInRole(Words.Write(role)))
            {
                return true;
            }
        }

        return false;
    }
}
