using Contracts.Campaigns;
using Contracts.Events;
using Contracts.Users;

namespace Gateway.Events;

/// <summary>An event as operators and users see it.</summary>
/// <param name="Campaign">Shown to those who may read campaigns.</param>
internal sealed record EventResponse(
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
    CampaignReference? Campaign,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Version)
{
    public static EventResponse Of(EventDetails details, Caller caller) => new(
        details.Id,
        details.Terms.Name,
        details.Terms.Description,
        details.Terms.Condition,
        details.Terms.PeriodStart,
        details.Terms.PeriodEnd,
        details.Terms.TimeZone,
        details.Status,
        details.Terms.Approval,
        details.Terms.ApprovalDeadlineSeconds,
        details.Terms.FourEyes,
        details.Terms.ClaimLimit,
        details.Terms.RequestLimit,
        details.Terms.PointBudget,
        caller.May(Permissions.CampaignsRead) ? details.Terms.Campaign : null,
        details.CreatedAt,
        details.UpdatedAt,
        details.Version);
}

internal sealed record EventListResponse(IReadOnlyList<EventResponse> Items, string? NextCursor);
