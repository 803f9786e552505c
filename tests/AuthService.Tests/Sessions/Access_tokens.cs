using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthService.Sessions;
using AuthService.Users;
using Contracts.Users;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Sessions;

namespace AuthService.Tests.Sessions;

public sealed class Access_tokens
{
    private static readonly JwtSettings Settings = new("messaging", "messaging-api", JwtSettings.Hs256, [new JwtKey(Encoding.UTF8.GetBytes(AuthServiceHost.Secret))]);

    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly Guid userId = Guid.NewGuid();
    private readonly Guid sessionId = Guid.NewGuid();

    [Fact]
    public void Name_user_session_and_roles_and_nothing_personal()
    {
        var (text, record) = Create(Role.User);

        var payload = Token.Payload(text);
        payload.EnumerateObject().Select(claim => claim.Name)
            .ShouldBe(["sub", "sid", "jti", "role", "iss", "aud", "iat", "nbf", "exp"], ignoreOrder: true);
        payload.GetProperty("sub").GetString().ShouldBe(userId.ToString());
        payload.GetProperty("sid").GetString().ShouldBe(sessionId.ToString());
        payload.GetProperty("iss").GetString().ShouldBe("messaging");
        payload.GetProperty("aud").GetString().ShouldBe("messaging-api");
        payload.GetProperty("exp").GetInt64().ShouldBe(payload.GetProperty("iat").GetInt64() + 900);
        payload.GetProperty("nbf").GetInt64().ShouldBe(record.IssuedAt.ToUnixTimeSeconds());
        record.ExpiresAt.ToUnixTimeSeconds().ShouldBe(payload.GetProperty("exp").GetInt64());
        record.Token.ShouldBe(AccessTokenRecord.HashOf(text));
    }

    [Fact]
    public void List_roles_in_upper_case_even_when_there_is_one()
    {
        Token.Payload(Create(Role.User).Text).GetProperty("role").GetRawText().ShouldBe("""["USER"]""");
        Token.Payload(Create(Role.Operator, Role.Admin).Text).GetProperty("role").GetRawText().ShouldBe("""["OPERATOR","ADMIN"]""");
    }

    [Fact]
    public void Are_signed_with_HMAC_SHA256()
    {
        var text = Create(Role.User).Text;
        var parts = text.Split('.');

        JsonDocument.Parse(Base64UrlEncoder.Decode(parts[0])).RootElement.GetProperty("alg").GetString().ShouldBe("HS256");
        Base64UrlEncoder.Encode(HMACSHA256.HashData(Settings.SigningKey.Secret!, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"))).ShouldBe(parts[2]);
    }

    [Fact]
    public void Pass_the_usual_validation()
    {
        var handler = new JwtSecurityTokenHandler { MapInboundClaims = false };

        var principal = handler.ValidateToken(
            Create(Role.User, Role.Admin).Text,
            new TokenValidationParameters
            {
                ValidIssuer = Settings.Issuer,
                ValidAudience = Settings.Audience,
                IssuerSigningKey = new SymmetricSecurityKey(Settings.SigningKey.Secret!),
                RoleClaimType = "role",
                NameClaimType = "sub",
            },
            out _);

        principal.Identity!.Name.ShouldBe(userId.ToString());
        principal.IsInRole("ADMIN").ShouldBeTrue();
        principal.IsInRole("OPERATOR").ShouldBeFalse();
    }

    [Fact]
    public void Are_signed_with_the_newest_key_pair_and_name_it()
    {
        using var older = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var newer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var settings = Settings with { Algorithm = JwtSettings.Es256, Keys = [new JwtKey("older", older), new JwtKey("newer", newer)] };

        var parts = Create(settings, Role.User).Text.Split('.');

        var header = JsonDocument.Parse(Base64UrlEncoder.Decode(parts[0])).RootElement;
        header.EnumerateObject().Select(member => $"{member.Name}={member.Value}").ShouldBe(["alg=ES256", "kid=newer", "typ=JWT"], ignoreOrder: true);
        newer.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64UrlEncoder.DecodeBytes(parts[2]), HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Fact]
    public void Are_not_signed_with_a_public_key()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var half = ECDsa.Create(pair.ExportParameters(includePrivateParameters: false));
        var settings = Settings with { Algorithm = JwtSettings.Es256, Keys = [new JwtKey("half", half)] };

        Should.Throw<ConfigurationException>(() => new AccessTokens(settings, time)).Message.ShouldContain("Jwt__Keys");
    }

    [Fact]
    public void Are_never_the_same_twice() => Create(Role.User).Text.ShouldNotBe(Create(Role.User).Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("31 bytes, which are one too few")]
    public void Are_not_signed_with_a_short_secret(string? secret)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Jwt:Secret", secret)]).Build();

        Should.Throw<ConfigurationException>(() => JwtSettings.From(configuration)).Message.ShouldContain("Jwt__Secret");
    }

    private (string Text, AccessTokenRecord Record) Create(params Role[] roles) => Create(Settings, roles);

    private (string Text, AccessTokenRecord Record) Create(JwtSettings settings, params Role[] roles) => new AccessTokens(settings, time).Create(
        new User
        {
            Id = userId.ToString(),
            Email = "ada@example.com",
            NormalizedEmail = "ada@example.com",
            PasswordHash = "",
            Roles = roles,
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
        },
        sessionId);
}
