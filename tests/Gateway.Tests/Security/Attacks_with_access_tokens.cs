using System.Net;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Security;

/// <summary>Each forged token has a session that holds exactly it, so that nothing but the token's own check can refuse it.</summary>
public sealed class Attacks_with_access_tokens(RunningGateway gateway) : GatewayTests(gateway)
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

    [Theory]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"other"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"../../../../dev/null"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"x' OR '1'='1"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":""}""")]
    [InlineData("""{"alg":"none","alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","alg":"HS256"}""")]
    [InlineData("""{"alg":"hs256","typ":"JWT"}""")]
    [InlineData("""{"alg":"None","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":["HS256"],"typ":"JWT"}""")]
    [InlineData("""{"alg":null,"typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWE"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","zip":"DEF"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","cty":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","jku":"http://127.0.0.1:1/keys"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","x5u":"http://127.0.0.1:1/cert"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","jwk":{"kty":"oct","k":"AAAA"}}""")]
    [InlineData("""["alg","HS256"]""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"} {}""")]
    [InlineData("""{"alg":"HS256","typ":{"a":{"b":{"c":1}}}}""")]
    [InlineData("5")]
    [InlineData("")]
    public async Task A_header_that_AuthService_does_not_write_is_refused_though_the_signature_is_right(string header) =>
        await Refused(Tokens.Sign(header, Gateway.Tokens.Claims(user, Role.Admin), Tokens.Hs256));

    [Fact]
    public async Task An_oversized_token_is_refused_before_it_is_read()
    {
        var claims = Gateway.Tokens.Claims(user, Role.Admin);
        claims["padding"] = new string('x', 4096);

        await Refused(Tokens.Sign(claims));
    }

    [Fact]
    public async Task A_token_of_a_clock_that_is_a_little_ahead_is_let_in()
    {
        Services.On<GetUser>(_ => Some.User(user));
        var claims = Gateway.Tokens.Claims(user, Role.User);
        claims["nbf"] = (long)claims["nbf"] + 15;
        var token = Tokens.Sign(claims);
        await Gateway.StartSession(user, token);

        await Gateway.Client(token).GetAsync("/auth/me").Json(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_token_whose_part_was_changed_by_one_letter_is_refused(int part)
    {
        var parts = Gateway.Tokens.Of(user, Role.User).Split('.');
        var middle = parts[part].Length / 2;
        parts[part] = $"{parts[part][..middle]}{(parts[part][middle] == 'A' ? 'B' : 'A')}{parts[part][(middle + 1)..]}";

        await Refused(string.Join('.', parts));
    }

    [Theory]
    [InlineData("a.b.c.d.e")]
    [InlineData("..")]
    [InlineData("e30.e30.")]
    public async Task What_has_another_number_of_parts_or_empty_ones_is_refused(string token) => await Refused(token);

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
