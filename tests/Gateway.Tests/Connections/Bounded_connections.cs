using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Tests.Hosting;
using Hosting.Configuration;

namespace Gateway.Tests.Connections;

public sealed class Bounded_connections
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Refuse_what_is_too_large_before_it_is_read()
    {
        await using var gateway = await KestrelGateway.Start(("Http:HeaderCount", "20"));

        (await Say(gateway, $"GET /events?q={new string('x', 9000)} HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldStartWith("HTTP/1.1 414");
        (await Say(gateway, $"GET /events HTTP/1.1\r\nHost: x\r\nX-Long: {new string('x', 17_000)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 431");
        var many = string.Concat(Enumerable.Range(0, 21).Select(i => $"X-{i}: 1\r\n"));
        (await Say(gateway, $"GET /events HTTP/1.1\r\nHost: x\r\n{many}\r\n")).ShouldStartWith("HTTP/1.1 431");
        (await Say(gateway, "GET /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 401");
    }

    [Fact]
    public async Task End_when_the_headers_do_not_come()
    {
        await using var gateway = await KestrelGateway.Start(("Http:HeadersTimeoutSeconds", "1"));
        var start = Stopwatch.GetTimestamp();

        (await Say(gateway, "GET /events HTTP/1.1\r\nHost: x\r\nX-Slow: ")).ShouldStartWith("HTTP/1.1 408");

        Stopwatch.GetElapsedTime(start).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task End_when_the_body_comes_too_slowly()
    {
        await using var gateway = await KestrelGateway.Start(("Http:BodyGraceSeconds", "2"));

        var answer = await Say(gateway, "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"email\"");

        answer.ShouldStartWith("HTTP/1.1 408");
        answer.ShouldContain("REQUEST_TIMEOUT");
        gateway.Host.Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task End_when_nothing_is_asked_any_more()
    {
        await using var gateway = await KestrelGateway.Start(("Http:KeepAliveSeconds", "1"));

        (await Say(gateway, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task Are_HTTP_2_or_1_1_over_TLS()
    {
        var folder = Directory.CreateTempSubdirectory("certificate-");
        var path = Path.Combine(folder.FullName, "host.pfx");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx, "password"));
        await using var gateway = await KestrelGateway.Start(
            ("Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0"), ("Kestrel:Endpoints:Https:Certificate:Path", path), ("Kestrel:Endpoints:Https:Certificate:Password", "password"));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == certificate.Thumbprint;
        using var client = new HttpClient(handler) { BaseAddress = gateway.Client.BaseAddress };

        client.BaseAddress!.Scheme.ShouldBe("https");
        foreach (var version in new[] { HttpVersion.Version20, HttpVersion.Version11 })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/events") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.SendAsync(asked);

            answer.Version.ShouldBe(version);
            await answer.Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
            answer.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Http:HeaderBytes", "0", "Http__HeaderBytes")]
    [InlineData("Http:HeadersTimeoutSeconds", "soon", "Http__HeadersTimeoutSeconds")]
    [InlineData("Streams:PerUser", "0", "Streams__PerUser")]
    public async Task A_wrong_bound_stops_the_host(string key, string value, string named) =>
        (await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(settings: (key, value)))).Message.ShouldContain(named);

    /// <summary>All that is answered until the server ends the connection.</summary>
    private static async Task<string> Say(KestrelGateway gateway, string request)
    {
        using var client = new TcpClient();
        using var bound = new CancellationTokenSource(Bound);
        await client.ConnectAsync("127.0.0.1", gateway.Client.BaseAddress!.Port, bound.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), bound.Token);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, bound.Token);
        }
        catch (IOException)
        {
            // It was ended while there was more to read.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
