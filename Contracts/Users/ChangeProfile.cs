namespace Contracts.Users;

/// <summary>From the Gateway for the user himself. Name: null takes it away. Answered with UserDetails, or Refused NOT_FOUND.</summary>
public sealed record ChangeProfile(Guid UserId, string? Name);
