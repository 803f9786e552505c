namespace Contracts.Viewing;

/// <summary>From the Gateway for those who look after the platform. Open: only those that last, or only those that have ended. Answered with
/// StageSessionList, newest first, or Refused NOT_FOUND, VALIDATION_FAILED for a bad cursor.</summary>
public sealed record ListStageSessions(Guid StageId, bool? Open, int Limit, string? Cursor);
