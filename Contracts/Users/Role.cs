namespace Contracts.Users;

/// <summary>What an account may do. ADMIN may all that OPERATOR may.</summary>
public enum Role
{
    User,
    Operator,
    Auditor,
    Admin,
}
