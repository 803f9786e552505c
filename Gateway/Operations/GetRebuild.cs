using System.Security.Claims;
using Contracts.Reports;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

internal static class GetRebuildRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapGet("/reports/{id:guid}", Handle)
        .WithName("GetEventReportRebuild").WithSummary("Whether an event's report is being counted anew, and since when")
        .Needs(Permissions.OperationsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<RebuildResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetEventReport, EventReport>(new GetEventReport(id, caller.Caller()), cancellationToken))
            .Then(report => TypedResults.Ok(new RebuildResponse(id, report.RebuildingSince)));
}
