using System.Text.RegularExpressions;
using Bus;
using Deploy.Tests.Compose;
using Gateway;
using Http.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Deploy.Tests.Nginx;

public sealed partial class What_nginx_repeats
{
    /// <summary>A POST or PATCH that a Gateway has no kept answer for is not named repeatable, and each other is.</summary>
    [Fact]
    public async Task Is_what_a_gateway_answers_as_before()
    {
        var once = new Regex(Once().Match(ComposeFile.Text("deploy/nginx/nginx.conf")).Groups["pattern"].Value, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("Transport", "embedded"), new("Jwt:Secret", new string('x', 32))]);
        Hosting.HostingExtensions.AddHosting(builder);
        builder.AddGateway();
        builder.AddMessageBus(bus => bus.AddGatewayConsumers());
        await using var app = builder.Build();
        app.MapGateway();

        var seen = 0;
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            foreach (var method in (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Where(method => method is "POST" or "PATCH"))
            {
                seen++;
                var path = $"/{endpoint.RoutePattern.RawText!.Trim('/')}";
                once.IsMatch(path).ShouldBe(!endpoint.AnswersAsBefore(method), $"{method} {path}");
                once.IsMatch($"/api/v1{path}").ShouldBe(!endpoint.AnswersAsBefore(method), $"{method} {path}");
            }
        }

        seen.ShouldBeGreaterThan(40);
    }

    [GeneratedRegex(@"~\*(?<pattern>\S+) once;", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Once();
}
