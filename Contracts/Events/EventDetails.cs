namespace Contracts.Events;

/// <summary>An event as operators and users see it.</summary>
public sealed record EventDetails(
    Guid Id,
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
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Version);
