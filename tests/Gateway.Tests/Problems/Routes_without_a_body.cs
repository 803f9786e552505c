using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Contracts.Requests;
using Contracts.Sessions;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Problems;

public sealed class Routes_without_a_body(RunningGateway gateway) : GatewayTests(gateway)
{
    public static TheoryData<string> Paths =>
    [
        $"/events/{Guid.NewGuid()}/request", $"/events/requests/{Guid.NewGuid()}/cancel", "/operations/dead-letters/reward.work.grant-reward/redeliver",
        $"/operations/dead-letters/reward.work.grant-reward/{Guid.NewGuid()}/redeliver", "/auth/logout", "/auth/verify-email/resend",
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

    public static TheoryData<string, string?, bool> Empty => new()
    {
        { "", null, false }, { "", "application/json", false }, { "", "application/x-www-form-urlencoded", false }, { "", "text/html", false },
        { "", "application/json", true }, { "", null, true }, { "{}", "application/json", false }, { "{}", "application/json", true },
    };

    /// <summary>As clients send a POST that has nothing to say.</summary>
    [Theory]
    [MemberData(nameof(Empty))]
    public async Task Take_none_and_an_empty_one(string body, string? contentType, bool isChunked)
    {
        Services.On<RequestReward>(message => Some.Request(message.RequestId));
        Services.On<CancelRewardRequest>(message => Some.Request(message.RequestId));
        Services.On<LogOut>(message => new SessionEnded(message.UserId));
        var client = await Gateway.SignedIn(Role.User);

        (await Send($"/events/{Guid.NewGuid()}/request")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Send($"/events/requests/{Guid.NewGuid()}/cancel")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Send("/auth/logout")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        async Task<HttpResponseMessage> Send(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Headers.TransferEncodingChunked = isChunked;
            request.Content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
            return await client.SendAsync(request);
        }
    }
}
