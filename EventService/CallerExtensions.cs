using Contracts;
using Contracts.Users;

namespace EventService;

internal static class CallerExtensions
{
    /// <summary>OPERATOR, AUDITOR and ADMIN see what users do not.</summary>
    public static bool IsStaff(this Caller caller) =>
        caller.Roles.Any(role => role is Role.Operator or Role.Auditor or Role.Admin);
}
