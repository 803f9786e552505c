namespace Contracts.Events;

/// <summary>The answer to ListEvents.</summary>
public sealed record EventList(IReadOnlyList<EventDetails> Items, string? NextCursor);
