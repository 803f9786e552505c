using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CampaignService.Platforms;
using Hosting.Networks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CampaignService.Tests.Platforms;

/// <summary>The reader against a server that speaks HTTP, and some that do not speak as they should.</summary>
public sealed class Reading_pages : IAsyncDisposable
{
    private readonly List<WebApplication> servers = [];
    private readonly List<IDisposable> owned = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.StopAsync(new CancellationToken(true));
            await server.DisposeAsync();
        }

        owned.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task A_page_is_asked_for_with_the_token_and_the_cursor_and_read()
    {
        var seen = "";
        var url = await Serve(context =>
        {
            seen = $"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization}";
            return context.Response.WriteAsync(
                """{"items":[{"id":"c1","name":"Spring","status":"ACTIVE","metrics":{"spend":12.34,"clicks":5},"updatedAt":"2030-01-31T12:00:00+02:00","more":[1]}],"nextCursor":"n/2"}""");
        });

        var page = (await Reader().Read($"{url}/v1/", "t-1", "a b", default)).ShouldBeOfType<PageOutcome.Page>();

        seen.ShouldBe("/v1/campaigns?cursor=a%20b&since= Bearer t-1");
        page.NextCursor.ShouldBe("n/2");
        var campaign = page.Items.ShouldHaveSingleItem();
        (campaign.Id, campaign.Name, campaign.Status, campaign.UpdatedAt).ShouldBe(("c1", "Spring", "ACTIVE", new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero)));
        campaign.Metrics.ShouldBe(new Dictionary<string, decimal> { ["spend"] = 12.34m, ["clicks"] = 5 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("<html><body>Log in</body></html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[1]}""")]
    [InlineData("""{"items":[],"nextCursor":7}""")]
    [InlineData("""{"items":[],"nextCursor":""}""")]
    [InlineData("""{"items":[{"id":"","name":"n","status":"s","metrics":{},"updatedAt":"2030-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"items":[{"id":"i","name":"n","status":"s","metrics":{"spend":"12"},"updatedAt":"2030-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"items":[{"id":"i","name":"n","status":"s","metrics":{"spend":1e99},"updatedAt":"2030-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"items":[{"id":"i","name":"n","status":"s","metrics":{},"updatedAt":"yesterday"}]}""")]
    [InlineData("""{"items":[{"id":"i\u0000","name":"n","status":"s","metrics":{},"updatedAt":"2030-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"items":[[[[[[[[[[[[]]]]]]]]]]]]}""")]
    public async Task What_is_no_page_is_a_bad_answer(string body)
    {
        var url = await Serve(context => context.Response.WriteAsync(body));

        (await Reader().Read(url, "t", null, default)).ShouldBeOfType<PageOutcome.BadAnswer>().Why.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_a_megabyte_is_not_read(bool saysSo)
    {
        var url = await Serve(async context =>
        {
            context.Response.ContentLength = saysSo ? 100 * 1024 * 1024 : null;
            await context.Response.WriteAsync(new string(' ', HttpCampaigns.MostBytes + 1), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);

            // Whoever reads on waits until he has no more patience, which is another outcome.
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        (await Reader().Read(url, "t", null, default)).ShouldBeOfType<PageOutcome.BadAnswer>();
    }

    [Theory]
    [InlineData(401, typeof(PageOutcome.Unauthorized))]
    [InlineData(403, typeof(PageOutcome.Unauthorized))]
    [InlineData(429, typeof(PageOutcome.RateLimited))]
    [InlineData(500, typeof(PageOutcome.Retry))]
    [InlineData(503, typeof(PageOutcome.Retry))]
    [InlineData(302, typeof(PageOutcome.BadAnswer))]
    [InlineData(404, typeof(PageOutcome.BadAnswer))]
    public async Task Another_status_says_what_may_be_done(int status, Type outcome)
    {
        var url = await Serve(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "17";
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        var read = await Reader().Read(url, "t", null, default);

        read.ShouldBeOfType(outcome);
        (read switch { PageOutcome.RateLimited limited => limited.After, PageOutcome.Retry retry => retry.After, _ => TimeSpan.FromSeconds(17) }).ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_spoken_to()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var asked = false;
        var url = await Serve(
            context =>
            {
                asked = true;
                return context.Response.WriteAsync("{}");
            },
            listen => listen.UseHttps(certificate));

        (await Reader().Read(url, "t", null, default)).ShouldBeOfType<PageOutcome.Unreachable>().Why.ShouldContain("certificate");
        asked.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_nobody_is_is_unreachable() =>
        (await Reader().Read("http://127.0.0.1:1", "t", null, default)).ShouldBeOfType<PageOutcome.Unreachable>();

    [Theory]
    [InlineData("http://ads.example")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://ads.example")]
    [InlineData("https://localhost")]
    public async Task A_name_of_this_machine_or_of_a_private_network_is_not_called(string url) =>
        (await Reader(new OutboundTargets(AllowPrivateNetworks: false)).Read(url, "t", null, default)).ShouldBeOfType<PageOutcome.Forbidden>();

    /// <summary>Every name is this machine.</summary>
    private HttpCampaigns Reader(OutboundTargets? targets = null)
    {
        targets ??= new OutboundTargets(AllowPrivateNetworks: true);
        var reader = new HttpCampaigns(targets, new OutboundConnections(targets, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])), TimeProvider.System);
        owned.Add(reader);
        return reader;
    }

    private async Task<string> Serve(RequestDelegate answer, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        servers.Add(server);
        return server.Urls.Single();
    }
}
