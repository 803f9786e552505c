using System.Net;
using Contracts.Users;
using Contracts.Wallets;
using Gateway.Coupons;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Wallets;

public sealed class Wallets_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    private readonly Guid user = Guid.NewGuid();

    [Fact]
    public async Task One_s_own_wallet()
    {
        Services.On<GetWallet>(_ => Some.Wallet(Gateway.App.Services.GetRequiredService<CouponCodes>().Seal("TEA")));

        var wallet = await (await Gateway.SignedIn(user, Role.User)).GetAsync("/me/wallet").Json(HttpStatusCode.OK);

        wallet.GetRawText().ShouldBe(
            """{"points":30,"items":[{"itemId":"sword","quantity":2}],"coupons":[{"code":"TEA","expiry":"2030-01-31T12:00:00Z"}],"badges":["first"]}""");
        Services.Last<GetWallet>().UserId.ShouldBe(user);
    }

    [Fact]
    public async Task One_s_own_ledger()
    {
        Services.On<GetLedger>(_ => Some.Ledger());

        var ledger = await (await Gateway.SignedIn(user, Role.User)).GetAsync("/me/ledger?limit=2&cursor=c").Json(HttpStatusCode.OK);

        ledger.GetProperty("items")[0].Names().ShouldBe(["id", "requestId", "rewardId", "type", "amount", "at", "reversalOf"]);
        ledger.GetProperty("nextCursor").GetString().ShouldBe("next");
        Services.Last<GetLedger>().ShouldBe(new GetLedger(user, 2, "c"));
    }

    [Theory]
    [InlineData(Role.Operator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    public async Task Those_who_look_after_the_platform_see_any_without_its_coupon_codes(Role role)
    {
        Services.On<GetWallet>(_ => Some.Wallet());
        Services.On<GetLedger>(_ => Some.Ledger());
        var client = await Gateway.SignedIn(role);

        var wallet = await client.GetAsync($"/users/{user}/wallet").Json(HttpStatusCode.OK);
        wallet.GetProperty("points").GetInt64().ShouldBe(30);
        wallet.GetProperty("coupons").GetRawText().ShouldBe("""[{"code":null,"expiry":"2030-01-31T12:00:00Z"}]""");
        await client.GetAsync($"/users/{user}/ledger").Json(HttpStatusCode.OK);

        Services.Last<GetWallet>().UserId.ShouldBe(user);
        Services.Last<GetLedger>().UserId.ShouldBe(user);
    }
}
