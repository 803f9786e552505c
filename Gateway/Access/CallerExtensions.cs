using System.Security.Claims;
using Contracts.Users;

namespace Gateway.Access;

internal static class CallerExtensions
{
    public static Caller Caller(this ClaimsPrincipal user) => new(user.Id(), [.. user.Roles()]);

    /// <summary>Also of one who is not signed in: false.</summary>
    public static bool May(this ClaimsPrincipal user, string permission) => user.Roles().Any(role => Permissions.Of(role).Contains(permission));

    private static IEnumerable<Role> Roles(this ClaimsPrincipal user) =>
        user.FindAll(Subject.RoleClaim).Select(claim => Words.Parse<Role>(claim.Value)).OfType<Role>();
}
