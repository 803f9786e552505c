using System.Security.Claims;
using Contracts.Rooms;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Rooms;

internal sealed class RoomFilter : IChecked
{
    [FromQuery(Name = "status"), Shape(Words = typeof(RoomStatus))]
    public string? Status { get; init; }

    /// <summary>true: only those that the caller owns.</summary>
    [FromQuery(Name = "mine"), Shape("boolean")]
    public string? Mine { get; init; }

    public void Check(Faults faults)
    {
        faults.Word<RoomStatus>(Status, "status");
        faults.FilterFlag(Mine, "mine");
    }
}

internal static class ListRoomsRoute
{
    public static void Map(RouteGroupBuilder rooms) => rooms.MapGet("", Handle)
        .WithName("ListRooms").WithSummary("Lists the rooms that the caller sees, newest first; a page may be short and still have a nextCursor").Needs(Permissions.EventsRead);

    private static async Task<Results<Ok<RoomList>, Problem>> Handle(
        [AsParameters] RoomFilter filter, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListRooms, RoomList>(
            new ListRooms(Words.Parse<RoomStatus>(filter.Status), QueryFilter.Flag(filter.Mine) == true, page.Size, page.After, caller.Caller()), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
