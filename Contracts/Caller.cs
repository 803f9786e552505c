using Contracts.Users;

namespace Contracts;

/// <summary>The signed-in user on whose behalf the Gateway asks.</summary>
public sealed record Caller(Guid UserId, IReadOnlyList<Role> Roles)
{
    /// <summary>Whether one of the roles has the permission: one of <see cref="Permissions"/>.</summary>
    public bool May(string permission) => Roles.Any(role => Permissions.Of(role).Contains(permission));
}
