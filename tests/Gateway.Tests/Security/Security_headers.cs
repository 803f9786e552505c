using System.Net;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Security;

public sealed class Security_headers(RunningGateway gateway) : GatewayTests(gateway)
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/events")]
    [InlineData("/api/v9/events")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    public async Task Every_answer_has_them(string path)
    {
        var response = await Gateway.Anonymous().GetAsync(path);

        Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(response, "X-Frame-Options").ShouldBe("DENY");
        Header(response, "Referrer-Policy").ShouldBe("no-referrer");
        Header(response, "Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task Scripts_run_in_the_docs_only()
    {
        Header(await Gateway.Anonymous().GetAsync("/docs/index.html"), "Content-Security-Policy").ShouldContain("script-src 'self'");
        Header(await Gateway.Anonymous().GetAsync("/nowhere"), "Content-Security-Policy").ShouldStartWith("default-src 'none'");
    }

    [Fact]
    public async Task An_exception_does_not_take_them_away()
    {
        await using var broken = await GatewayHost.Start(configure: builder =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddScoped<Gateway.Answers.ServiceClient>(
                builder.Services, _ => throw new InvalidOperationException("secret detail")));

        var response = await broken.Anonymous().Post("/auth/login", """{"email":"a@example.com","password":"x"}""");

        await response.Problem(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldNotContain("secret detail");
        body.ShouldNotContain("   at ");
        body.ShouldNotContain(nameof(InvalidOperationException));
    }

    [Fact]
    public async Task Https_is_made_to_last()
    {
        var client = Gateway.Anonymous();
        client.BaseAddress = new Uri("https://localhost");

        Header(await client.GetAsync("/events"), "Strict-Transport-Security").ShouldContain("max-age=31536000");
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
