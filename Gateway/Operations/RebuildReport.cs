using System.Security.Claims;
using Contracts.Reports;
using Contracts.Users;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

internal static class RebuildReportRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapPost("/reports/{id:guid}/rebuild", Handle)
        .WithName("RebuildEventReport").WithSummary("Counts an event's requests anew; its report shows what it showed until that is done").TakesNoBody()
        .Needs(Permissions.OperationsWrite).Refuses(Codes.NotFound);

    private static async Task<Results<Accepted, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RebuildEventReport, EventReport>(new RebuildEventReport(id, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.Accepted(context.Link($"/events/{id}/report")));
}
