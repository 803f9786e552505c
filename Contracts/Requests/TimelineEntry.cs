using Messages;

namespace Contracts.Requests;

/// <summary>One status that a request passed through. Actor: as <see cref="Contracts.Actor"/> says.</summary>
public sealed record TimelineEntry(DateTimeOffset At, RequestStatus Status, string? Actor, string? Reason) : Extensible;
