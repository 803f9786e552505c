namespace Contracts.Users;

/// <summary>From the Gateway for a profile. Answered with UserDetails, or Refused NOT_FOUND.</summary>
public sealed record GetUser(Guid UserId);
