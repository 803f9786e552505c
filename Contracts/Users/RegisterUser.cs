namespace Contracts.Users;

/// <summary>From the Gateway when someone signs up. Answered with UserDetails, or Refused EMAIL_TAKEN.</summary>
public sealed record RegisterUser(Guid UserId, string Email, string Password, string? Name);
