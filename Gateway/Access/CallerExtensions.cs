using System.Security.Claims;
using Contracts.Users;

namespace Gateway.Access;

internal static class CallerExtensions
{
    public static Caller Caller(this ClaimsPrincipal user) =>
        user.IsService() ? new(user.Id(), [], [.. user.Permissions()]) : new(user.Id(), [.. user.Roles()]);

    /// <summary>Also of one who is not signed in: false.</summary>
    public static bool May(this ClaimsPrincipal user, string permission) =>
        user.IsService() ? user.Permissions().Contains(permission) : user.Roles().Any(role => Contracts.Users.Permissions.Of(role).Contains(permission));

    private static IEnumerable<string> Permissions(this ClaimsPrincipal user) =>
        user.FindAll(ServiceKeyAuthentication.PermissionClaim).Select(claim => claim.Value);

    private static IEnumerable<Role> Roles(this ClaimsPrincipal user) =>
        user.FindAll(Subject.RoleClaim).Select(claim => Words.Parse<Role>(claim.Value)).OfType<Role>();
}
