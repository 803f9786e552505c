namespace Contracts.Teams;

/// <summary>The bounds of what a member says of a team.</summary>
public static class TeamRules
{
    private const int MostName = 100;

    public static FieldFaults TeamName(this FieldFaults faults, string? name) => faults
        .Text(name, "name", MostName)
        .AddIf(name?.Any(char.IsControl) == true, "name", "has no control characters.");

    /// <summary>Whether one may change the team, whom it invites, and what belongs to it.</summary>
    public static bool Manages(this TeamRole role) => role is TeamRole.Owner or TeamRole.Admin;

    /// <summary>Nobody is invited to own a team.</summary>
    public static FieldFaults InvitedRole(this FieldFaults faults, TeamRole? role) => faults
        .AddIf(role is not (null or TeamRole.Admin or TeamRole.Member), "role", "is one of ADMIN, MEMBER.");
}
