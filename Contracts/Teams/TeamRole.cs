namespace Contracts.Teams;

/// <summary>What a member may do in his team. ADMIN looks after its members, OWNER after everything: there is always one.</summary>
public enum TeamRole
{
    Owner,
    Admin,
    Member,
}
