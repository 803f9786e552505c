using System.Net;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Versioning;

public sealed class Versions(RunningGateway gateway) : GatewayTests(gateway)
{
    [Theory]
    [InlineData("")]
    [InlineData("/api/v1")]
    public async Task Both_prefixes_reach_the_same_routes(string prefix)
    {
        Services.On<ListEvents>(_ => new EventList([Some.Event()], null));
        var client = await Gateway.SignedIn(Role.User);

        var list = await client.GetAsync($"{prefix}/events?limit=7").Json(HttpStatusCode.OK);

        list.GetProperty("items").GetArrayLength().ShouldBe(1);
        Services.Last<ListEvents>().Limit.ShouldBe(7);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/api/v1")]
    public async Task Locations_keep_the_prefix_that_the_caller_used(string prefix)
    {
        Services.On<RegisterUser>(message => Some.User(message.UserId));
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        Services.On<AddReward>(message => Some.Reward(id: message.RewardId, eventId: message.EventId));
        Services.On<RequestReward>(message => Some.Request(message.RequestId));
        var client = await Gateway.SignedIn(Role.User, Role.Operator);
        var eventId = Guid.NewGuid();

        var user = await client.Post($"{prefix}/users", """{"email":"a@example.com","password":"Passw0rd"}""");
        var created = await client.Post($"{prefix}/events", """{"name":"n","periodStart":"2030-01-01T00:00:00Z"}""");
        var reward = await client.Post($"{prefix}/events/{eventId}/rewards", """{"type":"POINT","name":"n","points":1}""");
        var request = await client.Post($"{prefix}/events/{eventId}/request");

        user.Headers.Location!.ToString().ShouldBe($"{prefix}/users/{Services.Last<RegisterUser>().UserId}");
        created.Headers.Location!.ToString().ShouldBe($"{prefix}/events/{Services.Last<CreateEvent>().EventId}");
        reward.Headers.Location!.ToString().ShouldBe($"{prefix}/events/{eventId}/rewards/{Services.Last<AddReward>().RewardId}");
        request.Headers.Location!.ToString().ShouldBe($"{prefix}/events/requests/{Services.Last<RequestReward>().RequestId}");
    }

    [Theory]
    [InlineData("/api/v2/events")]
    [InlineData("/api/v11/events")]
    [InlineData("/api/events")]
    [InlineData("/api/V2")]
    public async Task Another_version_is_refused_with_those_that_are_served(string path)
    {
        var problem = await Gateway.Anonymous().GetAsync(path).Problem(HttpStatusCode.BadRequest, "UNSUPPORTED_API_VERSION");

        problem.GetProperty("supportedVersions").EnumerateArray().Select(version => version.GetString()).ShouldBe(["v1"]);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/")]
    [InlineData("/apiary")]
    public async Task A_prefix_alone_is_not_there(string path) =>
        await Gateway.Anonymous().GetAsync(path).Problem(HttpStatusCode.NotFound, "NOT_FOUND");
}
