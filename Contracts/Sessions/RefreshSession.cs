namespace Contracts.Sessions;

/// <summary>From the Gateway with a refresh token. Answered with SessionStarted, or Refused INVALID_REFRESH_TOKEN.</summary>
public sealed record RefreshSession(string RefreshToken);
