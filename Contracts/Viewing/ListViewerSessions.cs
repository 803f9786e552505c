namespace Contracts.Viewing;

/// <summary>From the Gateway for a user or those who look after the platform: on all stages. Answered with StageSessionList, newest first,
/// or Refused VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListViewerSessions(Guid UserId, int Limit, string? Cursor);
