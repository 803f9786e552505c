namespace Contracts.Users;

/// <summary>What an account may do: a set of <see cref="Permissions"/>. ADMIN may all that OPERATOR may.</summary>
public enum Role
{
    User,
    Operator,
    Auditor,
    Admin,
}
