using System.Net;
using Contracts.Requests;
using Contracts.Sessions;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Problems;

public sealed class RoutesWithoutABody(RunningGateway gateway) : GatewayTests(gateway)
{
    public static TheoryData<string> Paths =>
    [
        $"/events/{Guid.NewGuid()}/request", $"/events/requests/{Guid.NewGuid()}/cancel", "/operations/dead-letters/grant-reward/redeliver", "/auth/logout",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Refuse_what_they_do_not_know(string path)
    {
        var client = await Gateway.SignedIn(Role.User, Role.Admin);

        (await client.Post(path, """{"rewardId":"x"}""").Faults()).ShouldBe(["rewardId"]);
        await client.Post(path, """{"rewardId""").Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

        Services.ReceivedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Take_none_and_an_empty_one(string? body)
    {
        Services.On<RequestReward>(message => Some.Request(message.RequestId));
        Services.On<LogOut>(message => new SessionEnded(message.UserId));
        var client = await Gateway.SignedIn(Role.User);

        await client.Post($"/events/{Guid.NewGuid()}/request", body).Json(HttpStatusCode.Created);
        (await client.Post("/auth/logout", body)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
