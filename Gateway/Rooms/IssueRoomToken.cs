using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Rooms;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rooms;

internal sealed record IssueRoomTokenBody : RequestBody
{
    /// <summary>Some of audio, video, screen and data.</summary>
    [Required]
    public IReadOnlyList<string?>? Permissions { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Permissions, "permissions"))
        {
            var found = new FieldFaults();
            RoomPermissions.Check(ToPermissions(), found);
            faults.Add(found);
        }
    }

    /// <summary>null is none of them.</summary>
    public IReadOnlyList<string> ToPermissions() => [.. Permissions!.Select(permission => permission ?? "")];
}

internal static class IssueRoomTokenRoute
{
    public static void Map(RouteGroupBuilder rooms) => rooms.MapPost("/{id:guid}/tokens", Handle)
        .WithName("IssueRoomToken").WithSummary("Issues a token for an hour to whoever sees the room, with which the hub lets him in")
        .Refuses(Codes.NotFound, Codes.RoomClosed)
        .IsNotStored();

    private static async Task<Results<Created<RoomTokenIssued>, Problem>> Handle(
        Guid id, IssueRoomTokenBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var account = await services.Ask<GetUser, UserDetails>(new GetUser(caller.Id()), cancellationToken);
        return account.Problem is { } problem ? problem
            : (await services.Ask<IssueRoomToken, RoomTokenIssued>(
                new IssueRoomToken(id, body.ToPermissions(), account.Reply.Name ?? "", caller.Caller()), cancellationToken))
                .Then(token => TypedResults.Created((string?)null, token));
    }
}
