using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Hosting.Configuration;

namespace Gateway.Tests.Security;

/// <summary>ES256: a Gateway that knows public keys only, two of them during a change of keys.</summary>
public sealed class Key_pairs : IAsyncLifetime, IDisposable
{
    private readonly ECDsa older = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa newer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Guid user = Guid.NewGuid();
    private GatewayHost gateway = null!;

    public async Task InitializeAsync()
    {
        gateway = await GatewayHost.Start(settings: Settings(
            ("older", older.ExportSubjectPublicKeyInfoPem()), ("newer", newer.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\\n"))));
        gateway.Services.On<GetUser>(_ => Some.User(user));
    }

    public Task DisposeAsync() => gateway.DisposeAsync().AsTask();

    public void Dispose()
    {
        older.Dispose();
        newer.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task Tokens_of_both_keys_are_let_in()
    {
        await (await With(Token("older", older))).GetAsync("/auth/me").Json(HttpStatusCode.OK);
        await (await With(Token("newer", newer))).GetAsync("/auth/me").Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_of_another_key_or_under_another_name_is_refused()
    {
        await Refused(Token("newer", stranger));
        await Refused(Token("newer", older));
        await Refused(Token("third", newer));
        await Refused(Token("../newer", newer));
        await Refused(Token("NEWER", newer));
        await Refused(Sign("""{"alg":"ES256","typ":"JWT"}""", newer));
        await Refused(Sign("""{"alg":"ES256","typ":"JWT","kid":null}""", newer));
        await Refused(Sign("""{"alg":"ES256","typ":"JWT","kid":"newer","kid":"newer"}""", newer));
    }

    [Fact]
    public async Task A_public_key_is_no_secret_of_HS256()
    {
        foreach (var secret in new[] { newer.ExportSubjectPublicKeyInfoPem(), newer.ExportSubjectPublicKeyInfoPem().TrimEnd() })
        {
            await Refused(Tokens.Sign("""{"alg":"HS256","typ":"JWT","kid":"newer"}""", Claims(), text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text)));
        }

        await Refused(Tokens.Sign(
            """{"alg":"HS256","typ":"JWT","kid":"newer"}""", Claims(), text => HMACSHA256.HashData(newer.ExportSubjectPublicKeyInfo(), text)));
        await Refused(Tokens.Sign("""{"alg":"none","typ":"JWT","kid":"newer"}""", Claims(), _ => []));
    }

    [Fact]
    public async Task A_key_that_the_token_brings_along_is_not_used()
    {
        var point = stranger.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";

        await Refused(Sign($$"""{"alg":"ES256","typ":"JWT","kid":"newer","jwk":{{jwk}}}""", stranger));
        await Refused(Sign("""{"alg":"ES256","typ":"JWT","kid":"newer","jku":"http://127.0.0.1:1/jwks.json"}""", stranger));
        await Refused(Sign("""{"alg":"ES256","typ":"JWT","kid":"newer","x5u":"http://127.0.0.1:1/cert.pem"}""", newer));
    }

    [Fact]
    public async Task An_empty_or_zero_signature_is_refused()
    {
        const string header = """{"alg":"ES256","typ":"JWT","kid":"newer"}""";

        await Refused(Tokens.Sign(header, Claims(), _ => []));
        await Refused(Tokens.Sign(header, Claims(), _ => new byte[64]));
        await Refused(Tokens.Sign(header, Claims(), text => newer.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public async Task The_public_keys_are_there_for_anyone_and_nothing_private()
    {
        var set = await gateway.Anonymous().GetAsync("/.well-known/jwks.json").Json(HttpStatusCode.OK);

        set.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()).ShouldBe(["older", "newer"]);
        foreach (var key in set.GetProperty("keys").EnumerateArray())
        {
            key.Names().ShouldBe(["kty", "crv", "x", "y", "kid", "use", "alg"]);
        }

        var last = set.GetProperty("keys")[1];
        using var imported = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(last.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(last.GetProperty("y").GetString()) },
        });
        imported.VerifyData("x"u8, newer.SignData("x"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Fact]
    public async Task A_private_key_in_a_file_is_not_published()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, newer.ExportECPrivateKeyPem());
        await using var host = await GatewayHost.Start(settings: Settings(("newer", file)));
        File.Delete(file);

        var text = await (await host.Anonymous().GetAsync("/.well-known/jwks.json")).Content.ReadAsStringAsync();

        JsonElement.Parse(text).GetProperty("keys")[0].Names().ShouldNotContain("d");
        text.ShouldNotContain(Base64Url.EncodeToString(newer.ExportParameters(true).D));
    }

    [Fact]
    public async Task Under_HS256_there_are_none()
    {
        await using var host = await GatewayHost.Start();

        (await host.Anonymous().GetAsync("/.well-known/jwks.json").Json(HttpStatusCode.OK)).GetProperty("keys").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("Jwt:Algorithm", "RS256", "Jwt__Algorithm")]
    [InlineData("Jwt:Algorithm", "none", "Jwt__Algorithm")]
    [InlineData("Jwt:Keys:0:Kid", "", "Jwt__Keys__0__Kid")]
    [InlineData("Jwt:Keys:0:Kid", "../a", "Jwt__Keys__0__Kid")]
    [InlineData("Jwt:Keys:0:Kid", "newer", "Jwt__Keys")]
    [InlineData("Jwt:Keys:0:Key", "", "Jwt__Keys__0__Key")]
    [InlineData("Jwt:Keys:0:Key", "/no/such/file.pem", "Jwt__Keys__0__Key")]
    [InlineData("Jwt:Keys:0:Key", "-----BEGIN PUBLIC KEY-----nonsense-----END PUBLIC KEY-----", "Jwt__Keys__0__Key")]
    public async Task A_wrong_setting_stops_the_host_and_is_named(string key, string value, string named)
    {
        var settings = Settings(("older", older.ExportSubjectPublicKeyInfoPem()), ("newer", newer.ExportSubjectPublicKeyInfoPem()));

        var fault = await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(settings: [.. settings.Where(s => s.Item1 != key), (key, value)]));

        fault.Message.ShouldContain(named);
        fault.Message.ShouldNotContain("nonsense");
    }

    [Fact]
    public async Task A_key_of_another_curve_stops_the_host()
    {
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        (await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(settings: Settings(("large", large.ExportECPrivateKeyPem())))))
            .Message.ShouldContain("P-256");
    }

    private static (string, string)[] Settings(params (string Kid, string Key)[] keys) =>
    [
        ("Jwt:Algorithm", "ES256"),
        ("Jwt:Secret", ""),
        ("Delivery:EncryptionKey", Convert.ToBase64String(new byte[32])),
        ("Campaigns:EncryptionKey", Convert.ToBase64String(new byte[32])),
        .. keys.SelectMany((key, i) => new[] { ($"Jwt:Keys:{i}:Kid", key.Kid), ($"Jwt:Keys:{i}:Key", key.Key) }),
    ];

    private Dictionary<string, object> Claims() => gateway.Tokens.Claims(user, Role.Admin);

    private string Token(string kid, ECDsa key) => Sign($$"""{"alg":"ES256","kid":"{{kid}}","typ":"JWT"}""", key);

    private string Sign(string header, ECDsa key) => Tokens.Sign(header, Claims(), text => key.SignData(text, HashAlgorithmName.SHA256));

    private async Task<HttpClient> With(string token)
    {
        await gateway.StartSession(user, token);
        return gateway.Client(token);
    }

    private async Task Refused(string token) => await (await With(token)).GetAsync("/auth/me").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
}
