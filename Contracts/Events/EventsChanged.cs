namespace Contracts.Events;

/// <summary>A hint from EventService to every Gateway when events were created or changed: what it keeps of them is out of date. May be lost.</summary>
public sealed record EventsChanged(IReadOnlyList<Guid> EventIds);
