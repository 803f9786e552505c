using System.Net;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;

namespace Gateway.Tests.Limits;

public sealed class Limited_callers_in_the_log
{
    private readonly LogLines lines = new("Http.");

    [Fact]
    public async Task An_address_is_named_once_in_a_window()
    {
        await using var gateway = await AddressedGateway.Start(Log, ("RateLimits:Ip", "1"), ("RateLimits:Deny", "192.0.2.66"));
        for (var i = 0; i < 4; i++)
        {
            await gateway.Anonymous().From("192.0.2.1").GetAsync("/events");
            await gateway.Anonymous().From("192.0.2.66").GetAsync("/events").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        lines.Of(LogLevel.Warning).ShouldBe(
        [
            "Address 192.0.2.66 refused: it is on the deny list",
            "Address 192.0.2.1 refused at GET /events/: over the limit ip",
        ]);
        lines.Of(LogLevel.Information).ShouldNotContain(line => line.Contains("192.0.2."));
    }

    private void Log(WebApplicationBuilder builder) => builder.Services.AddSingleton<ILoggerProvider>(lines);
}
