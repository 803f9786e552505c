namespace EventService.Events;

/// <summary>That an event looks different from now on.</summary>
internal sealed record EventChange(Guid EventId);
