using System.Net;
using System.Net.Http.Json;
using Contracts;
using Contracts.Rooms;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Rooms;

public sealed class Rooms_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly Guid Room = Guid.NewGuid();

    private readonly Guid user = Guid.NewGuid();

    [Fact]
    public async Task A_room_is_made_and_shown()
    {
        Services.On<CreateRoom>(command => Details(command.RoomId, command.Terms));

        var answer = await (await Gateway.SignedIn(user, Role.User)).PostAsJsonAsync("/rooms", new { name = "Ours", access = "INVITED" });

        var room = await Task.FromResult(answer).Json(HttpStatusCode.Created);
        var id = Services.Last<CreateRoom>().RoomId;
        answer.Headers.Location!.ToString().ShouldBe($"/rooms/{id}");
        room.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","name":"Ours","ownerId":"{{user}}","capacity":10,"access":"INVITED","status":"ACTIVE","present":0,"createdAt":"2030-01-31T12:00:00Z","endedAt":null}""");
    }

    [Fact]
    public async Task Every_fault_of_a_room_is_told()
    {
        var client = await Gateway.SignedIn(Role.User);

        var made = await client.PostAsJsonAsync("/rooms", new { capacity = 51, access = "SECRET", colour = "red" }).Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
        var token = await client.PostAsJsonAsync($"/rooms/{Room}/tokens", new { permissions = new string?[] { "audio", null } }).Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);

        made.GetProperty("errors").Names().ShouldBe(["colour", "name", "capacity", "access"], ignoreOrder: true);
        token.GetProperty("errors").Names().ShouldBe(["permissions"]);
    }

    [Fact]
    public async Task A_token_bears_the_name_of_its_account()
    {
        Services.On<GetUser>(question => new UserDetails(question.UserId, "ada@example.com", "Ada", [Role.User], Some.Time, Some.Time));
        Services.On<IssueRoomToken>(command => new RoomTokenIssued("t", command.Permissions, Some.Time));

        var answer = await (await Gateway.SignedIn(user, Role.User)).PostAsJsonAsync($"/rooms/{Room}/tokens", new { permissions = new[] { "audio", "data" } });

        (await Task.FromResult(answer).Json(HttpStatusCode.Created)).GetRawText().ShouldBe("""{"token":"t","permissions":["audio","data"],"expiresAt":"2030-01-31T12:00:00Z"}""");
        answer.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        Services.Last<IssueRoomToken>().Name.ShouldBe("Ada");
        Services.Last<GetUser>().UserId.ShouldBe(user);
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_with_its_status()
    {
        Services.On<GetUser>(question => new UserDetails(question.UserId, "ada@example.com", null, [Role.User], Some.Time, Some.Time));
        Services.Refuse<IssueRoomToken>(Codes.RoomClosed);
        Services.Refuse<GetRoom>(Codes.NotFound);
        var client = await Gateway.SignedIn(Role.User);

        await client.PostAsJsonAsync($"/rooms/{Room}/tokens", new { permissions = Array.Empty<string>() }).Problem(HttpStatusCode.Conflict, Codes.RoomClosed);
        await client.GetAsync($"/rooms/{Room}").Problem(HttpStatusCode.NotFound, Codes.NotFound);
    }

    [Fact]
    public async Task Invitations_and_the_end_are_answered_with_nothing()
    {
        Services.On<ChangeRoomInvitation>(_ => Details(Room, new RoomTerms("Ours")));
        Services.On<CloseRoom>(_ => Details(Room, new RoomTerms("Ours")));
        var client = await Gateway.SignedIn(user, Role.User);
        var other = Guid.NewGuid();

        (await client.PutAsync($"/rooms/{Room}/invitations/{other}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Last<ChangeRoomInvitation>().ShouldBe(new ChangeRoomInvitation(Room, other, true, Services.Last<ChangeRoomInvitation>().Caller));
        (await client.DeleteAsync($"/rooms/{Room}/invitations/{other}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Last<ChangeRoomInvitation>().IsInvited.ShouldBeFalse();
        (await client.DeleteAsync($"/rooms/{Room}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Last<CloseRoom>().Caller.UserId.ShouldBe(user);
    }

    [Fact]
    public async Task Lists_take_their_filters()
    {
        Services.On<ListRooms>(_ => new RoomList([], "next"));
        Services.On<ListRoomParticipants>(_ => new RoomParticipantList([new(Guid.Empty, user, ["data"], Some.Time, null, 7)], null));
        var client = await Gateway.SignedIn(user, Role.User);

        (await client.GetAsync("/rooms?status=ACTIVE&mine=true&limit=3").Json(HttpStatusCode.OK)).GetProperty("nextCursor").GetString().ShouldBe("next");
        (await client.GetAsync($"/rooms/{Room}/participants").Json(HttpStatusCode.OK)).GetProperty("items")[0].GetRawText().ShouldBe(
            $$"""{"participantId":"{{Guid.Empty}}","userId":"{{user}}","permissions":["data"],"joinedAt":"2030-01-31T12:00:00Z","leftAt":null,"durationSeconds":7}""");

        var asked = Services.Last<ListRooms>();
        (asked.Status, asked.Mine, asked.Limit, asked.Caller.UserId).ShouldBe((RoomStatus.Active, true, 3, user));
        await client.GetAsync("/rooms?mine=1").Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0", 8)]
    public async Task A_user_opens_so_many_a_minute(string limit, int served)
    {
        await using var limited = await GatewayHost.Start(settings: ("Live:RoomsPerMinute", limit));
        limited.Services.On<CreateRoom>(command => Details(command.RoomId, command.Terms));
        var client = await limited.SignedIn(user, Role.User);

        for (var i = 0; i < served; i++)
        {
            await client.PostAsJsonAsync("/rooms", new { name = "Ours" }).Json(HttpStatusCode.Created);
        }

        if (served == 2)
        {
            await client.PostAsJsonAsync("/rooms", new { name = "Ours" }).Problem(HttpStatusCode.TooManyRequests, Codes.RateLimited);
            await (await limited.SignedIn(Role.User)).PostAsJsonAsync("/rooms", new { name = "Ours" }).Json(HttpStatusCode.Created);
        }
    }

    private RoomDetails Details(Guid id, RoomTerms terms) => new(id, terms.Name, user, terms.Capacity, terms.Access, RoomStatus.Active, 0, Some.Time, null);
}
