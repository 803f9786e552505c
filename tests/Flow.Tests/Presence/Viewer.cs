using System.Net;
using Drills.Api;
using Microsoft.AspNetCore.SignalR.Client;

namespace Flow.Tests.Presence;

/// <summary>Somebody who watches a stage.</summary>
internal sealed class Viewer(Uri address, ApiClient user, string stage) : Attendee(address, user)
{
    private string? token;

    /// <summary>Of all his sessions on the stage.</summary>
    public async Task<long> WatchedSeconds() =>
        (await User.Get($"/users/{User.UserId}/viewer-sessions?limit=100")).Expect(HttpStatusCode.OK).Items
            .Where(session => session.GetProperty("stageId").GetString() == stage)
            .Sum(session => session.GetProperty("watchSeconds").GetInt64());

    public Task Leave() => Hub.InvokeAsync("leaveStage", stage);

    protected override async Task Enter(HubConnection connection)
    {
        token ??= (await User.Post($"/stages/{stage}/tokens", new { capabilities = new[] { "SUBSCRIBE" } })).Expect(HttpStatusCode.Created).Text("token");
        await connection.InvokeAsync("joinStage", token);
    }
}
