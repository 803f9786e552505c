using System.Net;
using Contracts.Granting;
using Contracts.Rewards;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Rewards;

public sealed class Rewards_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly string[] Common =
        ["id", "eventId", "type", "name", "stock", "remaining", "lowStockAt", "returnOnRevoke", "createdAt", "updatedAt"];

    private readonly Guid eventId = Guid.NewGuid();

    public static TheoryData<string, RewardValue, string[]> Types => new()
    {
        { """{"type":"POINT","name":"n","points":1000000000}""", new PointValue(1_000_000_000), ["points"] },
        { """{"type":"ITEM","name":"n","itemId":"sword","quantity":2}""", new ItemValue("sword", 2), ["itemId", "quantity"] },
        {
            """{"type":"COUPON","name":"n","couponCode":"TEA","expiry":"2030-01-31T12:00:00Z"}""",
            new CouponValue(null, Some.Time), ["couponCode", "expiry"]
        },
        { """{"type":"BADGE","name":"n","badgeId":"first"}""", new BadgeValue("first"), ["badgeId"] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_reward_of_each_type_is_added_and_shows_the_fields_of_its_type(string body, RewardValue value, string[] fields)
    {
        Services.On<AddReward>(message => Some.Reward(message.Value, message.RewardId, message.EventId));

        var reward = await (await Gateway.SignedIn(Role.Operator)).Post($"/events/{eventId}/rewards", body).Json(HttpStatusCode.Created);

        reward.Names().ShouldBe([.. Common, .. fields]);
        Services.Last<AddReward>().ShouldSatisfyAllConditions(
            sent => sent.EventId.ShouldBe(eventId),
            sent => (sent.Value is CouponValue coupon ? coupon with { CouponCode = null } : sent.Value).ShouldBe(value),
            sent => sent.ReturnOnRevoke.ShouldBeFalse());
    }

    [Theory]
    [InlineData("""{}""", "name,type")]
    [InlineData("""{"type":"POINT"}""", "name,points")]
    [InlineData("""{"type":"POINT","name":"n","points":0}""", "points")]
    [InlineData("""{"type":"POINT","name":"n","points":1000000001}""", "points")]
    [InlineData("""{"type":"POINT","name":"n","points":5,"badgeId":"b","quantity":1}""", "badgeId,quantity")]
    [InlineData("""{"type":"ITEM","name":""}""", "itemId,name,quantity")]
    [InlineData("""{"type":"ITEM","name":"n","itemId":"","quantity":1000001}""", "itemId,quantity")]
    [InlineData("""{"type":"COUPON","name":"n","expiry":"tomorrow"}""", "couponCode,expiry")]
    [InlineData("""{"type":"GOLD","name":"n"}""", "type")]
    [InlineData(
        """{"type":"BADGE","name":"n","badgeId":"b","stock":5,"lowStockAt":1,"couponCodes":["a"],"delivery":{"url":"u"}}""",
        "couponCodes,delivery.secret,delivery.url,stock")]
    [InlineData("""{"type":"ITEM","name":"n","itemId":"i","quantity":1,"stock":0,"lowStockAt":-1}""", "lowStockAt,stock")]
    [InlineData("""{"type":"ITEM","name":"n","itemId":"i","quantity":1,"lowStockAt":1}""", "lowStockAt")]
    [InlineData("""{"type":"COUPON","name":"n","couponCode":"a","couponCodes":["a","a",""],"lowStockAt":9}""", "couponCodes,expiry,lowStockAt")]
    [InlineData("""{"type":"COUPON","name":"n","expiry":"2030-01-31T12:00:00Z","couponCodes":[null]}""", "couponCodes")]
    [InlineData("""{"type":"COUPON","name":"n","expiry":"2030-01-31T12:00:00Z","couponCodes":[]}""", "couponCodes")]
    public async Task What_is_wrong_with_a_reward_is_told_at_once(string body, string fields)
    {
        (await (await Gateway.SignedIn(Role.Operator)).Post($"/events/{eventId}/rewards", body).Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("EVENT_ENDED")]
    [InlineData("COUPON_CODE_TAKEN")]
    public async Task A_refusal_is_409(string code)
    {
        Services.Refuse<AddReward>(code);

        await (await Gateway.SignedIn(Role.Operator)).Post($"/events/{eventId}/rewards", """{"type":"POINT","name":"n","points":1}""")
            .Problem(HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task A_list_shows_no_coupon_code_that_the_service_keeps_to_itself()
    {
        Services.On<ListRewards>(_ => new RewardList([Some.Reward(new CouponValue(null, Some.Time))], null));

        var list = await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/{eventId}/rewards?limit=3").Json(HttpStatusCode.OK);

        list.GetProperty("items")[0].Names().ShouldBe([.. Common, "expiry"]);
        Services.Last<ListRewards>().Limit.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_left_of_limited_rewards_is_asked_for()
    {
        var (limited, unmade, unlimited) = (Some.Reward() with { Stock = 9, Remaining = 9 }, Some.Reward() with { Stock = 5, Remaining = 5 }, Some.Reward());
        Services.On<ListRewards>(_ => new RewardList([limited, unmade, unlimited], null));
        Services.On<GetStock>(_ => new StockList([new StockDetails(limited.Id, 8, 3, 1)]));

        var items = (await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/{eventId}/rewards").Json(HttpStatusCode.OK)).GetProperty("items");

        Services.Last<GetStock>().RewardIds.ShouldBe([limited.Id, unmade.Id]);
        items.EnumerateArray().Select(i => (i.GetProperty("stock").ToString(), i.GetProperty("remaining").ToString(), i.GetProperty("lowStockAt").ToString()))
            .ShouldBe([("8", "3", "1"), ("5", "5", ""), ("", "", "")]);
    }

    [Fact]
    public async Task A_list_of_100_000_codes_fits_and_is_not_returned()
    {
        Services.On<AddReward>(message => Some.Reward(message.Value, message.RewardId, message.EventId) with { Stock = message.CouponCodes!.Count });
        var codes = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"SUMMER-SALE-{i:000000}\""));

        var answer = await (await Gateway.SignedIn(Role.Operator)).Post(
            $"/events/{eventId}/rewards", "{\"type\":\"COUPON\",\"name\":\"n\",\"expiry\":\"2030-01-31T12:00:00Z\",\"couponCodes\":[" + codes + "]}");

        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("SUMMER");
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        Services.Last<AddReward>().CouponCodes!.Count.ShouldBe(100_000);
    }

    [Fact]
    public async Task Stock_may_change_and_be_cleared()
    {
        Services.On<ChangeReward>(message => Some.Reward(id: message.RewardId));

        (await Patch(Guid.NewGuid(), """{"stock":0,"lowStockAt":null}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Services.Last<ChangeReward>().ShouldSatisfyAllConditions(
            sent => sent.Stock.ShouldBe(0), sent => sent.Cleared.ShouldBe(["lowStockAt"]), sent => sent.Value.ShouldBeNull());
    }

    [Fact]
    public async Task A_change_of_the_name_leaves_the_value()
    {
        Services.On<ChangeReward>(message => Some.Reward(id: message.RewardId));

        (await Patch(Guid.NewGuid(), """{"name":"New","returnOnRevoke":true}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Services.Last<ChangeReward>().ShouldSatisfyAllConditions(
            sent => sent.Name.ShouldBe("New"),
            sent => sent.Value.ShouldBeNull(),
            sent => sent.ReturnOnRevoke.ShouldBe(true));
    }

    [Fact]
    public async Task A_part_of_the_value_is_all_that_changes()
    {
        Services.On<ChangeReward>(message => Some.Reward(id: message.RewardId));

        (await Patch(Guid.NewGuid(), """{"quantity":5}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Services.Last<ChangeReward>().Value.ShouldBe(new RewardFields(Quantity: 5));
    }

    [Fact]
    public async Task A_change_of_what_is_not_there_is_404()
    {
        Services.Refuse<ChangeReward>("NOT_FOUND");

        await (await Patch(Guid.NewGuid(), """{"points":5}""")).Problem(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task A_change_tells_every_fault() =>
        (await Task.FromResult(await Patch(Guid.NewGuid(), """{"name":null,"points":null,"quantity":-1,"stock":-1,"couponCodes":["a"],"delivery":null,"what":1,"nulls":[],"cleared":["x"]}""")).Faults())
            .ShouldBe(["cleared", "couponCodes", "name", "nulls", "points", "quantity", "stock", "what"]);

    [Fact]
    public async Task A_reward_in_use_is_409()
    {
        Services.Refuse<RemoveReward>("REWARD_IN_USE");

        await (await Gateway.SignedIn(Role.Operator)).DeleteAsync($"/events/{eventId}/rewards/{Guid.NewGuid()}").Problem(HttpStatusCode.Conflict, "REWARD_IN_USE");
    }

    [Fact]
    public async Task A_removed_reward_is_204()
    {
        var id = Guid.NewGuid();
        Services.On<RemoveReward>(message => new RewardRemoved(message.RewardId));

        (await (await Gateway.SignedIn(Role.Operator)).DeleteAsync($"/events/{eventId}/rewards/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<RemoveReward>().ShouldSatisfyAllConditions(sent => sent.RewardId.ShouldBe(id), sent => sent.EventId.ShouldBe(eventId));
    }

    private async Task<HttpResponseMessage> Patch(Guid rewardId, string body) =>
        await (await Gateway.SignedIn(Role.Operator)).Send("PATCH", $"/events/{eventId}/rewards/{rewardId}", body);
}
