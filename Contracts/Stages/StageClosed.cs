namespace Contracts.Stages;

/// <summary>From LiveService to itself with the close of a stage, whose open sessions end, also when the process that closed it did not
/// live to end them.</summary>
public sealed record StageClosed(Guid StageId, DateTimeOffset At);
