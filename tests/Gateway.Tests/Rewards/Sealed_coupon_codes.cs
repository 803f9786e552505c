using System.Net;
using System.Text.Json;
using Contracts.Rewards;
using Contracts.Requests;
using Contracts.Users;
using Contracts.Wallets;
using Gateway.Coupons;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;

namespace Gateway.Tests.Rewards;

public sealed class Sealed_coupon_codes(RunningGateway gateway) : GatewayTests(gateway)
{
    private readonly Guid eventId = Guid.NewGuid();

    private CouponCodes Codes => Gateway.App.Services.GetRequiredService<CouponCodes>();

    [Fact]
    public async Task A_code_leaves_the_gateway_sealed_and_staff_are_shown_it()
    {
        Services.On<AddReward>(message => Some.Reward(message.Value, message.RewardId, message.EventId));

        var reward = await (await Gateway.SignedIn(Role.Operator)).Post(
            $"/events/{eventId}/rewards", """{"type":"COUPON","name":"n","couponCode":"TEA-TIME","expiry":"2030-01-31T12:00:00Z"}""").Json(HttpStatusCode.Created);

        reward.GetProperty("couponCode").GetString().ShouldBe("TEA-TIME");
        JsonSerializer.Serialize<object>(Services.Last<AddReward>()).ShouldNotContain("TEA");
        Codes.Open(CodeOf(Services.Last<AddReward>().Value)).ShouldBe("TEA-TIME");
    }

    [Fact]
    public async Task So_do_the_codes_of_a_list_and_a_changed_one()
    {
        Services.On<AddReward>(message => Some.Reward(message.Value, message.RewardId, message.EventId));
        Services.On<ChangeReward>(message => Some.Reward(id: message.RewardId));
        var client = await Gateway.SignedIn(Role.Operator);

        (await client.Post(
            $"/events/{eventId}/rewards", """{"type":"COUPON","name":"n","couponCodes":["ONE","TWO"],"expiry":"2030-01-31T12:00:00Z"}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.Send("PATCH", $"/events/{eventId}/rewards/{Guid.NewGuid()}", """{"couponCode":"THREE"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Services.Last<AddReward>().CouponCodes!.Select(Codes.Open).ShouldBe(["ONE", "TWO"]);
        Codes.Open(Services.Last<ChangeReward>().Value!.CouponCode!).ShouldBe("THREE");
        new[] { Services.Last<AddReward>().CouponCodes![0], Services.Last<ChangeReward>().Value!.CouponCode! }.ShouldAllBe(text => SealedCode.Find(text) != null);
    }

    [Fact]
    public async Task Its_owner_is_shown_it_wherever_it_is()
    {
        var (caller, code) = (Guid.NewGuid(), Codes.Seal("TEA-TIME"));
        Services.On<GetRewardRequest>(_ => Some.Request(Guid.NewGuid(), caller, RequestStatus.Fulfilled, coupon: code));
        Services.On<ListRewardRequests>(_ => new RewardRequestList([Some.Request(Guid.NewGuid(), caller, RequestStatus.Fulfilled, coupon: code)], null));
        Services.On<GetWallet>(_ => new WalletDetails(0, [], [new WalletCoupon(code, Some.Time)], []));
        var client = await Gateway.SignedIn(caller, Role.User);

        foreach (var path in new[] { $"/events/requests/{Guid.NewGuid()}", "/events/requests", "/me/wallet" })
        {
            var text = await (await client.GetAsync(path)).Content.ReadAsStringAsync();

            text.ShouldContain("\"TEA-TIME\"", customMessage: path);
            text.ShouldNotContain(code);
        }
    }

    [Fact]
    public void One_code_has_one_hash_however_it_is_typed()
    {
        SealedCode.AreOneCode(Codes.Seal("Caf\u00e9"), Codes.Seal("CAFE\u0301")).ShouldBeTrue();
        SealedCode.AreOneCode(Codes.Seal("CAFE"), Codes.Seal("CAF\u00c9")).ShouldBeFalse();
    }

    [Fact]
    public void A_code_sealed_anew_shows_the_same_and_in_other_case_it_does_not()
    {
        SealedCode.ShowTheSame(Codes.Seal("Spring"), Codes.Seal("Spring")).ShouldBeTrue();
        SealedCode.ShowTheSame(Codes.Seal("Spring"), Codes.Seal("SPRING")).ShouldBeFalse();
    }

    [Fact]
    public void What_this_key_has_not_sealed_is_not_shown()
    {
        Codes.Open(Some.Sealed("TEA")).ShouldBeNull();
        Codes.Open("TEA").ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_opened_is_one_line_an_answer()
    {
        var lines = new LogLines("Gateway.Coupons");
        await using var watched = await GatewayHost.Start(configure: builder => builder.Logging.AddProvider(lines));
        watched.Services.On<GetWallet>(_ =>
            Some.Wallet() with { Coupons = [.. new[] { "ONE", "TWO" }.Select(code => new WalletCoupon(Some.Sealed(code), Some.Time))] });

        var wallet = await (await watched.SignedIn(Role.User)).GetAsync("/me/wallet").Json(HttpStatusCode.OK);

        wallet.GetProperty("coupons").EnumerateArray().Count().ShouldBe(2);
        lines.Of(LogLevel.Error).ShouldHaveSingleItem().ShouldStartWith("2 coupon codes");
    }

    private static string CodeOf(RewardValue value) => value.ToFields().CouponCode!;
}
