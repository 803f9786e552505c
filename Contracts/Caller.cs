using Contracts.Users;

namespace Contracts;

/// <summary>The signed-in user on whose behalf the Gateway asks.</summary>
public sealed record Caller(Guid UserId, IReadOnlyList<Role> Roles)
{
    /// <summary>OPERATOR, AUDITOR and ADMIN see what users do not.</summary>
    public bool IsStaff() => Roles.Any(role => role is Role.Operator or Role.Auditor or Role.Admin);

    /// <summary>ADMIN may all that OPERATOR may.</summary>
    public bool IsOperator() => Roles.Any(role => role is Role.Operator or Role.Admin);
}
