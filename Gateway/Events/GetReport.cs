using System.Security.Claims;
using Contracts.Reports;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Events;

internal static class GetReportRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapGet("/{id:guid}/report", Handle)
        .WithName("GetEventReport").WithSummary("What has become of an event's requests; a change is counted within seconds")
        .Needs(Permissions.CampaignsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<EventReportResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var found = await services.Ask<GetEventReport, EventReport>(new GetEventReport(id, caller.Caller()), cancellationToken);
        if (found.Problem is { } refused)
        {
            return refused;
        }

        return TypedResults.Ok(EventReportResponse.Of(found.Reply, await ReportedCampaign.Find(found.Reply, services, cancellationToken)));
    }
}
