namespace Contracts.Viewing;

/// <summary>From LiveService: so many more seconds, until At, which EventService records as the activity "watch". Part is another one with each
/// of a user on a stage.</summary>
public sealed record StageWatched(Guid SessionId, int Part, Guid StageId, Guid UserId, long Seconds, DateTimeOffset At);
