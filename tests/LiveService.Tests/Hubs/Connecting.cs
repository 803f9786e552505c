using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;
using Sessions;
using Testing;

namespace LiveService.Tests.Hubs;

public sealed class Connecting : LiveServiceTest
{
    [Theory]
    [InlineData(null)]
    [InlineData("x")]
    public async Task Nobody_connects_without_an_access_token(string? token)
    {
        using var http = new HttpClient { BaseAddress = Service.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token is null ? null : $"Bearer {token}");

        using var negotiated = await http.PostAsync("/live/hub/negotiate?negotiateVersion=1", null);
        negotiated.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var socket = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = "/live/hub" }.Uri, CancellationToken.None));
    }

    [Fact]
    public async Task A_room_token_is_no_access_token()
    {
        var caller = RunningLiveService.User();
        var token = await Service.RoomToken(await Service.HasRoom(), caller);

        await Should.ThrowAsync<WebSocketException>(Connect(token));
    }

    /// <summary>A browser cannot set the header of a WebSocket.</summary>
    [Fact]
    public async Task A_token_may_come_in_the_query()
    {
        var token = await Service.SignIn(RunningLiveService.User());
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = "/live/hub", Query = $"access_token={token}" }.Uri, CancellationToken.None);

        socket.State.ShouldBe(WebSocketState.Open);
        using var http = new HttpClient { BaseAddress = Service.Address };
        (await http.PostAsync($"/live/hub/negotiate?negotiateVersion=1&access_token={token}", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_ends_within_5_seconds_of_its_session(bool anotherLogin)
    {
        var caller = RunningLiveService.User();
        await using var client = await Service.Connect(caller);
        await using var other = await Service.Connect();

        if (anotherLogin)
        {
            await Service.SignIn(caller);
        }
        else
        {
            await Service.Get<ISessions>().End(caller.UserId);
        }

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(5));
        other.Connection.State.ShouldBe(HubConnectionState.Connected);
    }

    [Fact]
    public async Task What_is_no_message_ends_the_connection()
    {
        var token = await Service.SignIn(RunningLiveService.User());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = "/live/hub", Query = $"access_token={token}" }.Uri, CancellationToken.None);

        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        await socket.SendAsync("{\"type\":1,\"target\":\u001e"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);

        await Wait.Until(
            async () =>
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                return (await socket.ReceiveAsync(new byte[4096], patience.Token)).MessageType == WebSocketMessageType.Close;
            },
            "the connection to be closed");
    }

    private async Task Connect(string token)
    {
        await using var client = await HubClient.Connect(Service.Address, token);
    }
}
