using System.Net;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Security;

/// <summary>Each forged token has a session that holds exactly it, so that nothing but the token's own check can refuse it.</summary>
public sealed class AccessTokenAttacks(RunningGateway gateway) : GatewayTests(gateway)
{
    private readonly Guid user = Guid.NewGuid();

    [Fact]
    public async Task The_token_of_the_session_is_let_in()
    {
        Services.On<GetUser>(_ => Some.User(user));
        var client = await Gateway.SignedIn(user, Role.User);

        await client.GetAsync("/auth/me").Json(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("none", Tokens.Secret)]
    [InlineData("HS512", Tokens.Secret)]
    [InlineData("HS256", "another-secret-of-at-least-32-bytes-too")]
    public async Task A_token_of_another_algorithm_or_key_is_refused(string algorithm, string secret) =>
        await Refused(Tokens.Sign(Gateway.Tokens.Claims(user, Role.Admin), algorithm, secret));

    [Theory]
    [InlineData("exp")]
    [InlineData("sub")]
    [InlineData("iss")]
    [InlineData("aud")]
    public async Task A_token_without_a_claim_is_refused(string claim)
    {
        var claims = Gateway.Tokens.Claims(user, Role.Admin);
        claims.Remove(claim);

        await Refused(Tokens.Sign(claims));
    }

    [Theory]
    [InlineData("exp", -1)]
    [InlineData("nbf", 3600)]
    public async Task A_token_out_of_its_time_is_refused(string claim, int secondsFromNow)
    {
        var claims = Gateway.Tokens.Claims(user, Role.Admin);
        claims[claim] = DateTimeOffset.FromUnixTimeSeconds((long)claims["iat"]).AddSeconds(secondsFromNow).ToUnixTimeSeconds();

        await Refused(Tokens.Sign(claims));
    }

    [Theory]
    [InlineData("iss", "somebody")]
    [InlineData("aud", "something")]
    [InlineData("sub", "no-id")]
    public async Task A_token_for_another_purpose_is_refused(string claim, string value)
    {
        var claims = Gateway.Tokens.Claims(user, Role.Admin);
        claims[claim] = value;

        await Refused(Tokens.Sign(claims));
    }

    [Fact]
    public async Task An_altered_token_is_refused()
    {
        var parts = Gateway.Tokens.Of(user, Role.User).Split('.');
        var payload = Gateway.Tokens.Of(user, Role.Admin).Split('.')[1];

        await Refused($"{parts[0]}.{payload}.{parts[2]}");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task What_is_no_token_is_refused(string token) => await Refused(token);

    [Fact]
    public async Task A_later_login_ends_the_token_before()
    {
        Services.On<GetUser>(_ => Some.User(user));
        var before = await Gateway.SignedIn(user, Role.User);
        var after = await Gateway.SignedIn(user, Role.User);

        await before.GetAsync("/auth/me").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        await after.GetAsync("/auth/me").Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_without_a_session_is_refused()
    {
        var client = await Gateway.SignedIn(user, Role.User);
        await Gateway.Sessions.End(user);

        await client.GetAsync("/auth/me").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task The_session_of_one_user_does_not_carry_another()
    {
        var other = Guid.NewGuid();
        await Gateway.StartSession(other, Gateway.Tokens.Of(other, Role.User));
        var client = Gateway.Client(Gateway.Tokens.Of(user, Role.User));

        await client.GetAsync("/auth/me").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    private async Task Refused(string token)
    {
        await Gateway.StartSession(user, token);
        var client = Gateway.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        var response = await client.GetAsync("/auth/me");

        await response.Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        Services.ReceivedCount.ShouldBe(0);
    }
}
