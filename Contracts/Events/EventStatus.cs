namespace Contracts.Events;

/// <summary>The life of an event: DRAFT to ACTIVE, ACTIVE to PAUSED and back, either to ENDED, any to ARCHIVED.</summary>
public enum EventStatus
{
    Draft,
    Active,
    Paused,
    Ended,
    Archived,
}
