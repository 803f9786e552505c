namespace Contracts.Events;

/// <summary>An event as operators and users see it.</summary>
public sealed record EventDetails(
    Guid Id, EventTerms Terms, EventStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Version);
