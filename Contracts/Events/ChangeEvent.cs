using Contracts.Campaigns;

namespace Contracts.Events;

/// <summary>From the Gateway for an operator's PATCH: a null field stays as it is, a field named in Cleared (camel case) becomes null.
/// Answered with EventDetails, or Refused NOT_FOUND, INVALID_STATE, STALE_VERSION, VALIDATION_FAILED.</summary>
public sealed record ChangeEvent(
    Guid EventId,
    int? ExpectedVersion,
    string? Name,
    string? Description,
    Condition? Condition,
    DateTimeOffset? PeriodStart,
    DateTimeOffset? PeriodEnd,
    string? TimeZone,
    EventStatus? Status,
    ApprovalMode? Approval,
    int? ApprovalDeadlineSeconds,
    bool? FourEyes,
    ClaimLimit? ClaimLimit,
    int? RequestLimit,
    long? PointBudget,
    IReadOnlyList<string> Cleared,
    Caller Caller,
    CampaignReference? Campaign = null);
