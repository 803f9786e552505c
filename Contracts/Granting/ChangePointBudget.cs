namespace Contracts.Granting;

/// <summary>From EventService with each change of an event's budget. Points: null lifts the limit. An older revision changes nothing.</summary>
public sealed record ChangePointBudget(Guid EventId, long? Points, int Revision);
