using Contracts.Users;

namespace Contracts;

/// <summary>On whose behalf the Gateway asks: a signed-in user, or a service account.</summary>
/// <param name="UserId">Of the user; of a service account its own id.</param>
/// <param name="Roles">None of a service account.</param>
/// <param name="Permissions">Of a service account, which has no more; null of a user.</param>
public sealed record Caller(Guid UserId, IReadOnlyList<Role> Roles, IReadOnlyList<string>? Permissions = null)
{
    /// <summary>Whether it has the permission: one of <see cref="Users.Permissions"/>.</summary>
    public bool May(string permission) =>
        Permissions is not null ? Permissions.Contains(permission) : Roles.Any(role => Users.Permissions.Of(role).Contains(permission));
}
