using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Requests;

internal sealed class RequestFilter : IChecked
{
    [FromQuery(Name = "userId"), Shape(Format = "uuid")]
    public string? UserId { get; init; }

    [FromQuery(Name = "eventId"), Shape(Format = "uuid")]
    public string? EventId { get; init; }

    [FromQuery(Name = "status"), Shape(Words = typeof(RequestStatus))]
    public string? Status { get; init; }

    public void Check(Faults faults)
    {
        faults.FilterId(UserId, "userId");
        faults.FilterId(EventId, "eventId");
        faults.Word<RequestStatus>(Status, "status");
    }
}

internal static class ListRequestsRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapGet("", Handle)
        .WithName("ListRequests").WithSummary("Lists requests, newest first: one's own, or all for OPERATOR and AUDITOR").NeedsForOthers(Permissions.RequestsRead)
        .Refuses(Codes.Forbidden);

    private static async Task<Results<Ok<RequestListResponse>, Problem>> Handle(
        [AsParameters] RequestFilter filter, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var query = new ListRewardRequests(
            QueryFilter.Id(filter.UserId),
            QueryFilter.Id(filter.EventId),
            Words.Parse<RequestStatus>(filter.Status),
            page.Size,
            page.After,
            caller.Caller());
        return (await services.Ask<ListRewardRequests, RewardRequestList>(query, cancellationToken))
            .Then(list => TypedResults.Ok(new RequestListResponse([.. list.Items.Select(RequestResponse.Of)], list.NextCursor)));
    }
}
