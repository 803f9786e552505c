using Contracts;
using Contracts.Users;

namespace AuthService.Accounts;

internal static class CallerExtensions
{
    /// <summary>Whether the caller may all that these roles may. Nobody gives, takes or weakens more than he has himself.</summary>
    public static bool Covers(this Caller caller, IEnumerable<Role> roles) => roles.SelectMany(Permissions.Of).All(caller.May);
}
