using System.Text.Json;
using Contracts;
using LiveService.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LiveService.Tests.Hubs;

public sealed class Calls_of_the_hub : LiveServiceTest
{
    private const string Said = "what-was-said";

    /// <summary>With the code that each is refused with.</summary>
    private static readonly (string Method, object?[] Arguments, string Code)[] Wrong =
    [
        ("shutDown", [], Codes.NotFound),
        ("shutDown", [Said], Codes.NotFound),
        ("joinRoom", [], Codes.ValidationFailed),
        ("joinRoom", [Said], Codes.ValidationFailed),
        ("joinRoom", [Said, 7], Codes.ValidationFailed),
        ("joinRoom", [Said, Said, 7], Codes.ValidationFailed),
        ("joinRoom", [Said, Said, null, Said], Codes.ValidationFailed),
        ("leaveRoom", [], Codes.ValidationFailed),
        ("leaveRoom", [Said, null], Codes.ValidationFailed),
        ("leaveRoom", [new Wire($$"""{"room":"{{Said}}"}""")], Codes.ValidationFailed),
        ("signal", [Said, Said, "offer"], Codes.ValidationFailed),
        ("joinRoom", [Said, Said], Codes.NotFound),
        ("joinRoom", [Said, Said, Said], Codes.NotFound),
        ("signal", [Said, Said, Said, new Wire("1")], Codes.UnknownKind),
        ("signal", [Said, Said, "offer", new Wire("1")], Codes.NotInRoom),
        ("joinStage", [Said], Codes.InvalidStageToken),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Need_not_say_as_whom_one_was_in_a_room_before(bool messagePack)
    {
        var room = await Service.HasRoom();
        var caller = RunningLiveService.User();
        var (access, token) = (await Service.SignIn(caller), await Service.RoomToken(room, caller));
        await using var first = await HubClient.Connect(Service.Address, access, messagePack);
        await using var second = await HubClient.Connect(Service.Address, access, messagePack);
        await using var third = await HubClient.Connect(Service.Address, access, messagePack);

        var leftOut = await Join(first, [room.ToString(), token]);
        var withNull = await Join(second, [room.ToString(), token, null]);
        var again = await Join(third, [room.ToString(), token, leftOut]);

        withNull.ShouldNotBe(leftOut);
        again.ShouldBe(leftOut);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_refused_with_a_code_first_and_without_what_was_said_and_the_connection_goes_on(bool messagePack)
    {
        await using var client = await Service.Connect(messagePack: messagePack);

        foreach (var (method, arguments, code) in Wrong)
        {
            var refused = await Should.ThrowAsync<HubException>(client.Connection.InvokeCoreAsync(method, arguments), $"{method} with {arguments.Length} arguments");

            refused.Message.ShouldStartWith($"{code}: ");
            refused.Message.ShouldNotContain(Said);
            await client.LeaveRoom(Guid.NewGuid());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Have_no_streams(bool messagePack)
    {
        await using var client = await Service.Connect(messagePack: messagePack);

        (await client.Connection.StreamAsync<int>("joinStage", Said).GetAsyncEnumerator().MoveNextAsync().AsTask().Code()).ShouldBe(Codes.ValidationFailed);

        await client.LeaveRoom(Guid.NewGuid());
    }

    private static async Task<string> Join(HubClient client, object?[] arguments)
    {
        var joined = await client.Connection.InvokeCoreAsync<Wire>("joinRoom", arguments);
        return JsonDocument.Parse(joined.Json).RootElement.GetProperty("participantId").GetString()!;
    }
}
