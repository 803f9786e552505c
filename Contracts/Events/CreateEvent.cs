namespace Contracts.Events;

/// <summary>From the Gateway for an operator. Sending it again with the same EventId answers with the same event.
/// Answered with EventDetails, or Refused VALIDATION_FAILED.</summary>
public sealed record CreateEvent(
    Guid EventId,
    string Name,
    string? Description,
    Condition? Condition,
    DateTimeOffset PeriodStart,
    DateTimeOffset? PeriodEnd,
    string TimeZone,
    EventStatus Status,
    ApprovalMode Approval,
    int? ApprovalDeadlineSeconds,
    bool FourEyes,
    ClaimLimit? ClaimLimit,
    int? RequestLimit,
    long? PointBudget,
    Caller Caller);
