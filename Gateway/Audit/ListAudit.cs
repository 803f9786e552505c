using Contracts.Audit;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Audit;

internal sealed class AuditFilter : IChecked
{
    /// <summary>A user id, service:{id} of a service account, or system.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>Such as event.updated.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>Such as event:{id}.</summary>
    [FromQuery(Name = "target")]
    public string? Target { get; init; }

    /// <summary>At this time or later.</summary>
    [FromQuery(Name = "from"), Shape(Format = "date-time")]
    public string? From { get; init; }

    /// <summary>Before this time.</summary>
    [FromQuery(Name = "to"), Shape(Format = "date-time")]
    public string? To { get; init; }

    public void Check(Faults faults)
    {
        faults.FilterText(Actor, "actor");
        faults.FilterText(Action, "action");
        faults.FilterText(Target, "target");
        var from = faults.Instant(From, "from");
        faults.AddIf(faults.Instant(To, "to") <= from, "to", "must lie after from.");
    }

    public ListAuditEntries ToQuery(Page page) => new(Actor, Action, Target, Time(From), Time(To), page.Size, page.After);

    private static DateTimeOffset? Time(string? text) => Instants.TryParse(text, out var time) ? time : null;
}

internal static class ListAuditRoute
{
    public static void Map(RouteGroupBuilder audit) => audit.MapGet("", Handle)
        .WithName("ListAudit").WithSummary("Every change of configuration, role and password and every decision, newest first").Needs(Permissions.AuditRead);

    private static async Task<Results<Ok<AuditEntryList>, Problem>> Handle(
        [AsParameters] AuditFilter filter, [AsParameters] Page page, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListAuditEntries, AuditEntryList>(filter.ToQuery(page), cancellationToken)).Then(list => TypedResults.Ok(list));
}
