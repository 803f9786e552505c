using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Drills.Api;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Testing;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task Two_users_meet_in_a_room_by_invitation()
    {
        using var ada = await new ApiClient(Address).SignUp();
        using var bob = await new ApiClient(Address).SignUp();
        using var eve = await new ApiClient(Address).SignUp();
        var room = (await ada.Post("/rooms", new { name = "Ours", access = "INVITED" })).Expect(HttpStatusCode.Created).Text("id");
        (await bob.Get($"/rooms/{room}")).Expect(HttpStatusCode.NotFound);
        (await ada.Put($"/rooms/{room}/invitations/{bob.UserId}", new { })).Expect(HttpStatusCode.NoContent);
        (await eve.Post($"/rooms/{room}/tokens", new { permissions = new[] { "data" } })).Expect(HttpStatusCode.NotFound);

        await using var adaHub = Hub(Address, ada.AccessToken);
        var told = new ConcurrentQueue<JsonElement>();
        adaHub.On<JsonElement>("signal", told.Enqueue);
        var first = await Join(adaHub, ada, room);
        await using var bobHub = Hub(Address, bob.AccessToken);
        var second = await Join(bobHub, bob, room);
        var peer = second.GetProperty("peers").EnumerateArray().ShouldHaveSingleItem().GetProperty("participantId").GetString();
        peer.ShouldBe(first.GetProperty("participantId").GetString());
        await bobHub.InvokeAsync("signal", room, peer, "offer", new { sdp = "v=0" });

        await Wait.Until(() => !told.IsEmpty, "the signal");
        told.ShouldHaveSingleItem().GetProperty("payload").GetProperty("sdp").GetString().ShouldBe("v=0");
        (await ada.Get($"/rooms/{room}")).Expect(HttpStatusCode.OK).Json.GetProperty("present").GetInt32().ShouldBe(2);
        (await ada.Delete($"/rooms/{room}")).Expect(HttpStatusCode.NoContent);
        await Wait.Until(
            async () => (await ada.Get($"/rooms/{room}/participants")).Expect(HttpStatusCode.OK).Items is { Count: 2 } items
                && items.All(item => item.GetProperty("leftAt").ValueKind == JsonValueKind.String),
            "both stays to be on record");
    }

    internal static HubConnection Hub(Uri address, string? token) => new HubConnectionBuilder()
        .WithUrl(
            new UriBuilder(address) { Path = "/api/v1/live/hub" }.Uri,
            options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.AccessTokenProvider = () => Task.FromResult(token);
            })
        .Build();

    internal static async Task<JsonElement> Join(HubConnection hub, ApiClient user, string room)
    {
        var token = (await user.Post($"/rooms/{room}/tokens", new { permissions = new[] { "data" } })).Expect(HttpStatusCode.Created).Text("token");
        await hub.StartAsync();
        return await hub.InvokeAsync<JsonElement>("joinRoom", room, token, null);
    }
}
