namespace Contracts.Teams;

/// <summary>From AuthService to itself with the deletion of an account: it leaves its teams, and its address the invitations.
/// SealedAddress: that address, encrypted under the key of Accounts__EncryptionKey.</summary>
public sealed record LeaveTeams(Guid UserId, string SealedAddress);
