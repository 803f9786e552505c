namespace Contracts.Users;

/// <summary>From the Gateway for the user himself: puts his second factor in force and ends every session but this one.
/// Answered with MfaConfirmed, or Refused INVALID_CODE, NOT_FOUND.</summary>
public sealed record ConfirmMfa(Guid UserId, Guid? SessionId, string Code);
