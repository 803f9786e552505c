using System.Net;
using Drills.Api;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task An_address_is_verified_with_the_link_of_a_mail()
    {
        using var user = await new ApiClient(Address).SignUp();

        (await user.Post("/auth/verify-email", new { token = await MailedLinks.Token(MailFolder, user.Email, "verify-email") })).Expect(HttpStatusCode.NoContent);

        (await user.Get("/auth/me")).Expect(HttpStatusCode.OK).Json.GetProperty("emailVerified").GetBoolean().ShouldBeTrue();
        (await user.Post("/auth/verify-email/resend")).Expect(HttpStatusCode.Conflict).Code.ShouldBe("ALREADY_VERIFIED");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_with_the_link_of_a_mail()
    {
        const string newPassword = "N3w-correct-Zebra";
        using var user = await new ApiClient(Address).SignUp();
        using var nobody = new ApiClient(Address);
        (await nobody.Post("/auth/password/forgot", new { email = user.Email.ToUpperInvariant() })).Expect(HttpStatusCode.Accepted);
        (await nobody.Post("/auth/password/forgot", new { email = $"nobody-{Guid.NewGuid():N}@example.com" })).Expect(HttpStatusCode.Accepted);
        var token = await MailedLinks.Token(MailFolder, user.Email, "reset-password");

        (await nobody.Post("/auth/password/reset", new { token, newPassword })).Expect(HttpStatusCode.NoContent);

        (await nobody.Post("/auth/password/reset", new { token, newPassword })).Expect(HttpStatusCode.BadRequest).Code.ShouldBe("INVALID_TOKEN");
        (await user.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await nobody.Post("/auth/login", new { email = user.Email, password = newPassword })).Expect(HttpStatusCode.OK);
    }
}
