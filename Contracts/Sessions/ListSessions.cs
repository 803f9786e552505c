namespace Contracts.Sessions;

/// <summary>From the Gateway for the user himself. Answered with SessionList.</summary>
public sealed record ListSessions(Guid UserId);
