using System.Security.Claims;
using Contracts.Reports;
using Contracts.Users;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

/// <param name="RebuildingSince">Null when the report is not being counted anew.</param>
internal sealed record RebuildResponse(Guid EventId, DateTimeOffset? RebuildingSince);

internal static class RebuildReportRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapPost("/reports/{id:guid}/rebuild", Handle)
        .WithName("RebuildEventReport").WithSummary("Counts an event's requests anew, unless that is under way; its report shows what it showed until it is done").TakesNoBody()
        .Needs(Permissions.OperationsWrite).Refuses(Codes.NotFound);

    private static async Task<Results<Accepted<RebuildResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RebuildEventReport, EventReport>(new RebuildEventReport(id, caller.Caller()), cancellationToken))
            .Then(report => TypedResults.Accepted(context.Link($"/operations/reports/{id}"), new RebuildResponse(id, report.RebuildingSince)));
}
