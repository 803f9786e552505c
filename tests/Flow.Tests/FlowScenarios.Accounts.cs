using System.Net;
using System.Text.Json;
using Drills.Api;
using OtpNet;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_login_is_confirmed_with_the_second_factor()
    {
        using var user = await new ApiClient(Address).SignUp();
        var totp = new Totp(Base32Encoding.ToBytes((await user.Post("/users/me/mfa")).Expect(HttpStatusCode.OK).Text("secret")));
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        (await user.Post("/users/me/mfa/confirm", new { code = totp.ComputeTotp(now) })).Expect(HttpStatusCode.OK);
        (await user.Get("/auth/me")).Expect(HttpStatusCode.OK).Json.GetProperty("mfaEnabled").GetBoolean().ShouldBeTrue();

        var mfaToken = (await user.Post("/auth/login", new { email = user.Email, password = ApiClient.Password })).Expect(HttpStatusCode.OK).Text("mfaToken");
        (await user.Post("/auth/mfa", new { mfaToken, code = totp.ComputeTotp(now) })).Expect(HttpStatusCode.Unauthorized).Code.ShouldBe("INVALID_CODE");
        var session = (await user.Post("/auth/mfa", new { mfaToken, code = totp.ComputeTotp(now.AddSeconds(30)) })).Expect(HttpStatusCode.OK);

        (await user.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await user.With(session.Text("accessToken")).Get("/auth/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_s_own_data_is_exported()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var campaign = await Campaign.Start(Address, admin, changes: null, Campaign.Points(10));
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);
        await user.Becomes(id, RequestStatus.Fulfilled, TimeSpan.FromSeconds(60));

        var export = (await user.Get("/users/me/export")).Expect(HttpStatusCode.OK).Json;

        export.GetProperty("account").GetProperty("email").GetString().ShouldBe(user.Email);
        export.GetProperty("sessions").EnumerateArray().ShouldHaveSingleItem();
        export.GetProperty("requests").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(id);
        export.GetProperty("ledger").EnumerateArray().ShouldHaveSingleItem().GetProperty("amount").GetDecimal().ShouldBe(10);
        export.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("type").GetString()).ShouldContain("login");
        export.GetProperty("teams").ValueKind.ShouldBe(JsonValueKind.Array);
    }
}
