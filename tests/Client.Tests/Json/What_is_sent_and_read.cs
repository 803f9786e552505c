using System.Text.Json;
using Client.Tests.Calls;

namespace Client.Tests.Json;

public sealed class What_is_sent_and_read
{
    [Fact]
    public void A_change_has_what_is_given_alone()
    {
        Sent(new EventChange()).ShouldBe("{}");
        Sent(new EventChange { Description = null, Status = EventStatus.Paused }).ShouldBe("""{"description":null,"status":"PAUSED"}""");
        Sent(new RewardChange { Stock = 5, Delivery = null }).ShouldBe("""{"stock":5,"delivery":null}""");
    }

    [Fact]
    public void A_new_reward_has_the_fields_of_its_kind()
    {
        Sent(NewReward.Points("Ten", 10) with { Stock = 3 }).ShouldBe("""{"type":"POINT","name":"Ten","stock":3,"points":10}""");
        Sent(NewReward.Coupons("Tea", ["A", "B"], new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)))
            .ShouldBe("""{"type":"COUPON","name":"Tea","couponCodes":["A","B"],"expiry":"2031-01-01T00:00:00+00:00"}""");
    }

    [Fact]
    public void A_condition_is_as_the_api_has_it()
    {
        var condition = Condition.AllOf(
            Condition.Count("login", Comparison.AtLeast, 3),
            Condition.NoneOf(Condition.Sum("watch", "seconds", Comparison.LessThan, 1.5m) with { Where = new Dictionary<string, DataValue> { ["stage"] = "3", ["level"] = 2 } }));

        JsonElement.Parse(Sent(condition)).ToString().ShouldBe(JsonElement.Parse(
            """{"all":[{"fact":"login","measure":"COUNT","op":"\u003E=","value":3},{"not":{"fact":"watch","measure":"SUM","field":"seconds","where":{"stage":"3","level":2},"op":"\u003C","value":1.5}}]}""").ToString());
        JsonSerializer.Deserialize<Condition>(Sent(condition), ClientJson.Options)!.All![1].Not!.Where!["level"].Number.ShouldBe(2);
    }

    [Fact]
    public void What_a_newer_platform_says_is_read_as_far_as_it_is_known()
    {
        JsonSerializer.Deserialize<Event>(Calls_that_fail.EventJson, ClientJson.Options)!.Status.ShouldBe(EventStatus.Unknown);
        JsonSerializer.Deserialize<Reward>("""{"id":"0190a5f0-0000-7000-8000-000000000001","type":"HUG","name":"A hug"}""", ClientJson.Options)
            .ShouldBeOfType<UnknownReward>().Name.ShouldBe("A hug");
    }

    [Fact]
    public void A_word_that_is_not_known_is_not_sent() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Sent(new EventChange { Status = EventStatus.Unknown }));

    [Fact]
    public void Nothing_secret_is_printed()
    {
        new Session("a-token", "another", Some.Now, new User(Guid.Empty, "a@example.com", null, [], Some.Now, Some.Now, true, false)).ToString().ShouldNotContain("token");
        new NewDelivery("https://shop.example.com", "a-secret-of-sixteen").ToString().ShouldNotContain("secret-of");
        new MessagingClientOptions { ServiceKey = "msk_secret" }.ToString().ShouldNotContain("msk_");
    }

    private static string Sent(object body) => JsonSerializer.Serialize(body, body.GetType(), ClientJson.Options);
}
