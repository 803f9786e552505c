using Contracts;
using Contracts.Users;

namespace EventService;

internal static class CallerExtensions
{
    /// <summary>Whoever reads the requests of others sees what else users do not: drafts, stock, conditions.</summary>
    public static bool IsStaff(this Caller caller) => caller.May(Permissions.RequestsRead);
}
