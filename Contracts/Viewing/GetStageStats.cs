namespace Contracts.Viewing;

/// <summary>From the Gateway. Answered with StageStats, or Refused NOT_FOUND.</summary>
public sealed record GetStageStats(Guid StageId);

/// <summary>The answer to GetStageStats, counted from the sessions. Viewers, Publishers: who is there now. PeakViewers: the most viewers at
/// once. Sessions, WatchSeconds: of all that ever were.</summary>
public sealed record StageStats(int Viewers, int Publishers, int PeakViewers, long Sessions, long WatchSeconds);
