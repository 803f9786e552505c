using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Rooms;
using Gateway.Live;
using Http.Idempotency;
using Http.Limits;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rooms;

internal sealed record CreateRoomBody : RequestBody
{
    /// <summary>2 to 50 characters, no control character.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>2 to 50; by default 10.</summary>
    public int? Capacity { get; init; }

    /// <summary>By default OPEN.</summary>
    [Shape(Words = typeof(RoomAccess))]
    public string? Access { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Word<RoomAccess>(Access, "access");
        var found = new FieldFaults();
        (faults.Requires(Name, "name") ? ToTerms() : ToTerms() with { Name = "--" }).Check(found);
        faults.Add(found);
    }

    public RoomTerms ToTerms() => new(Name!, Capacity ?? RoomTerms.UsualCapacity, Words.Parse<RoomAccess>(Access) ?? RoomAccess.Open);
}

internal static class CreateRoomRoute
{
    public static void Map(RouteGroupBuilder rooms) => rooms.MapPost("", Handle)
        .WithName("CreateRoom").WithSummary("Opens a room, which its maker owns")
        .RequireAuthorization(Policies.User)
        .LimitOfUser("rooms", services => services.GetRequiredService<LiveSettings>().RoomsPerMinute);

    private static async Task<Results<Created<RoomDetails>, Problem>> Handle(
        CreateRoomBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CreateRoom, RoomDetails>(new CreateRoom(context.NewResourceId(), body.ToTerms(), caller.Caller()), cancellationToken))
            .Then(room => TypedResults.Created(context.Link($"/rooms/{room.Id}"), room));
}
