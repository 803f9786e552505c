namespace Contracts.Teams;

/// <summary>From AuthService to itself with the deletion of an account: it leaves its teams, and its address the invitations.
/// AddressKey: that of the address, by which they are found.</summary>
public sealed record LeaveTeams(Guid UserId, string AddressKey);
