namespace Contracts.Viewing;

/// <summary>From LiveService to itself, at least once a minute while a session lasts and when it ends: the user was on the stage from one whole
/// second until another. What he was there in two sessions at once counts once.</summary>
public sealed record RecordWatchTime(Guid SessionId, Guid StageId, Guid UserId, DateTimeOffset From, DateTimeOffset Until);
