using System.Security.Claims;
using Contracts.Users;

namespace Gateway.Access;

internal static class CallerExtensions
{
    public static Caller Caller(this ClaimsPrincipal user) => new(
        user.Id(),
        [.. user.FindAll(Subject.RoleClaim).Select(claim => Words.Parse<Role>(claim.Value)).OfType<Role>()]);

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
