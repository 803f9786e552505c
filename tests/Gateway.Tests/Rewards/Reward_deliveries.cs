using System.Net;
using System.Text.Json;
using Contracts.Deliveries;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Users;
using Gateway.Rewards;
using Gateway.Tests.Hosting;
using Hosting.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Rewards;

public sealed class Reward_deliveries(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Url = "https://shop.example/grants";
    private const string Secret = "a-secret-of-the-receiver";

    private readonly Guid eventId = Guid.NewGuid();

    [Fact]
    public async Task A_secret_leaves_the_gateway_sealed_and_is_not_returned()
    {
        Services.On<AddReward>(message => Some.Reward(message.Value, message.RewardId, message.EventId) with { DeliveryUrl = message.Delivery!.Url });

        var answer = await Add(Body(Url, Secret));

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        text.ShouldNotContain(Secret);
        (await answer.Json()).GetProperty("delivery").Names().ShouldBe(["url"]);
        JsonSerializer.Serialize(Services.Last<AddReward>()).ShouldNotContain(Secret);
        Opened(Services.Last<AddReward>().Delivery!).ShouldBe(Secret);
    }

    [Fact]
    public async Task It_may_be_changed_and_cleared()
    {
        Services.On<ChangeReward>(message => Some.Reward(id: message.RewardId) with { DeliveryUrl = message.Delivery?.Url });
        var client = await Gateway.SignedIn(Role.Operator);
        var path = $"/events/{eventId}/rewards/{Guid.NewGuid()}";

        var changed = await client.Send("PATCH", path, $$$"""{"delivery":{"url":"{{{Url}}}","secret":"{{{Secret}}}"}}""").Json(HttpStatusCode.OK);
        changed.GetProperty("delivery").GetProperty("url").GetString().ShouldBe(Url);
        Opened(Services.Last<ChangeReward>().Delivery!).ShouldBe(Secret);
        Services.Last<ChangeReward>().Value.ShouldBeNull();

        (await client.Send("PATCH", path, """{"delivery":null}""").Json(HttpStatusCode.OK)).TryGetProperty("delivery", out _).ShouldBeFalse();
        Services.Last<ChangeReward>().Cleared.ShouldBe(["delivery"]);
    }

    [Theory]
    [InlineData("""{}""", "delivery.secret,delivery.url")]
    [InlineData("""{"url":"https://shop.example/g"}""", "delivery.secret")]
    [InlineData("""{"secret":"a-secret-of-the-receiver"}""", "delivery.url")]
    [InlineData("""{"url":"https://shop.example/g","secret":"fifteen-letters"}""", "delivery.secret")]
    [InlineData("""{"url":"https://shop.example/g","secret":"a-secret-of-the-receiver","what":1}""", "delivery.what")]
    public async Task What_is_wrong_with_it_is_told_at_once(string delivery, string fields)
    {
        (await Task.FromResult(await Add($$$"""{"type":"POINT","name":"n","points":1,"delivery":{{{delivery}}}}""")).Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_of_more_than_256_characters_is_a_fault() =>
        (await Task.FromResult(await Add(Body(Url, new string('s', 257)))).Faults()).ShouldBe(["delivery.secret"]);

    [Theory]
    [InlineData("shop.example/grants")]
    [InlineData("ftp://shop.example/grants")]
    [InlineData("http://shop.example/grants")]
    [InlineData("https://user:password@shop.example/grants")]
    [InlineData("https://localhost/grants")]
    [InlineData("https://127.0.0.1/grants")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/grants")]
    [InlineData("https://[::ffff:10.0.0.1]/grants")]
    public async Task A_url_that_grants_may_not_go_to_is_a_fault(string url) =>
        (await Task.FromResult(await Add(Body(url, Secret))).Faults()).ShouldBe(["delivery.url"]);

    [Fact]
    public async Task Where_private_networks_are_allowed_it_may_be_on_this_machine()
    {
        await using var lenient = await GatewayHost.Start(settings: ("Delivery:AllowPrivateNetworks", "true"));
        lenient.Services.On<AddReward>(message => Some.Reward(message.Value, message.RewardId, message.EventId));

        var answer = await (await lenient.SignedIn(Role.Operator)).Post($"/events/{eventId}/rewards", Body("http://127.0.0.1:9000/grants", Secret));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_log_of_a_request_is_a_list()
    {
        var attempt = new DeliveryAttempt(Some.Time, 1, Url, 503, null, Some.Time.AddSeconds(5));
        Services.On<GetRewardRequest>(message => Some.Request(message.RequestId));
        Services.On<ListDeliveries>(_ => new DeliveryList([attempt], "next"));
        var id = Guid.NewGuid();

        var list = await (await Gateway.SignedIn(Role.Auditor)).GetAsync($"/events/requests/{id}/deliveries?limit=3").Json(HttpStatusCode.OK);

        list.GetProperty("nextCursor").GetString().ShouldBe("next");
        var item = list.GetProperty("items")[0];
        item.Names().ShouldBe(["at", "attempt", "url", "status", "error", "nextAt"]);
        item.GetProperty("status").GetInt32().ShouldBe(503);
        Services.Last<ListDeliveries>().ShouldBe(new ListDeliveries(id, 3, null));
    }

    [Fact]
    public async Task The_log_of_a_request_that_is_not_there_is_404()
    {
        Services.Refuse<GetRewardRequest>("NOT_FOUND");

        await (await Gateway.SignedIn(Role.Operator)).GetAsync($"/events/requests/{Guid.NewGuid()}/deliveries").Problem(HttpStatusCode.NotFound, "NOT_FOUND");
        Services.Received<ListDeliveries>().ShouldBeEmpty();
    }

    private static string Body(string url, string secret) =>
        $$$"""{"type":"POINT","name":"n","points":1,"delivery":{"url":"{{{url}}}","secret":"{{{secret}}}"}}""";

    private async Task<HttpResponseMessage> Add(string body) => await (await Gateway.SignedIn(Role.Operator)).Post($"/events/{eventId}/rewards", body);

    private string Opened(RewardDelivery delivery)
    {
        Gateway.App.Services.GetRequiredKeyedService<SecretCipher>(DeliveryBody.Section).TryOpen(delivery.SealedSecret, delivery.Url, out var secret).ShouldBeTrue();
        return secret;
    }
}
