using Messages;

namespace Contracts.Requests;

/// <summary>One status that a request passed through. Actor: a user id or "system".</summary>
public sealed record TimelineEntry(DateTimeOffset At, RequestStatus Status, string? Actor, string? Reason) : Extensible;
