namespace Contracts.Users;

/// <summary>From the Gateway for an administrator. Ends the user's access token.
/// Answered with UserDetails, or Refused NOT_FOUND, LAST_ADMIN.</summary>
public sealed record ChangeRoles(Guid UserId, IReadOnlyList<Role> Roles, Caller Caller);
