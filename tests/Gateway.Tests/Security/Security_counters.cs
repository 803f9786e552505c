using System.Globalization;
using System.Net;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Security;

public sealed class Security_counters(RunningGateway gateway) : GatewayTests(gateway)
{
    [Fact]
    public async Task Each_refusal_is_counted_by_its_reason()
    {
        var user = Guid.NewGuid();
        var claims = Gateway.Tokens.Claims(user, Role.User);
        string[] reasons = ["no_token", "signature", "algorithm", "key", "header", "oversized", "malformed", "issuer", "session_over", "role", "webhook_signature"];
        var before = new Dictionary<string, long>();
        foreach (var reason in reasons)
        {
            before[reason] = await Count(reason);
        }

        await Get(null);
        await Get(Tokens.Sign(claims, secret: "another-secret-of-at-least-32-bytes-too"));
        await Get(Tokens.Sign(claims, "none"));
        await Get(Tokens.Sign("""{"alg":"HS256","kid":"k"}""", claims, Tokens.Hs256));
        await Get(Tokens.Sign("""{"alg":"HS256","crit":"x"}""", claims, Tokens.Hs256));
        await Get(new string('x', 5000));
        await Get("nonsense");
        await Get(Tokens.Sign(claims));
        claims["iss"] = "somebody";
        await Get(Tokens.Sign(claims));
        await (await Gateway.SignedIn(Role.User)).GetAsync("/users").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        await Gateway.Anonymous().Post("/activities", "{}", ("X-Webhook-Signature", "00")).Problem(HttpStatusCode.Forbidden, "INVALID_SIGNATURE");

        // Other tests of this process count too.
        foreach (var reason in reasons)
        {
            (await Count(reason)).ShouldBeGreaterThan(before[reason], reason);
        }
    }

    private async Task Get(string? token) => await Gateway.Client(token).GetAsync("/auth/me").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");

    private async Task<long> Count(string reason)
    {
        var metrics = await Gateway.Anonymous().GetStringAsync("/metrics");
        var line = metrics.Split('\n').SingleOrDefault(line => line.StartsWith($"auth_failures_total{{reason=\"{reason}\"}} ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
