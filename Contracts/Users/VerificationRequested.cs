namespace Contracts.Users;

/// <summary>The answer to RequestVerification: a mail is on its way.</summary>
public sealed record VerificationRequested(Guid UserId);
