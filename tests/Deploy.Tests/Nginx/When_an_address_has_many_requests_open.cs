using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deploy.Tests.Compose;
using Testing.Servers;

namespace Deploy.Tests.Nginx;

public sealed partial class When_an_address_has_many_requests_open(TwoGateways gateways) : IClassFixture<TwoGateways>
{
    [RealFact(Real.Nginx)]
    public async Task One_more_is_refused_until_others_have_ended_and_nobody_else_notices()
    {
        var most = int.Parse(Most().Match(ComposeFile.Text("deploy/nginx/nginx.conf")).Groups["most"].Value);
        var nginx = await gateways.Running();
        using var another = Client("127.0.0.9");
        using var last = Client("127.0.0.8");
        var id = Guid.NewGuid().ToString();
        using (var client = Client("127.0.0.8"))
        {
            var open = Enumerable.Range(0, most).Select(_ => client.GetAsync(new Uri($"/events/stream?id={id}&waits", UriKind.Relative))).ToList();
            await Testing.Wait.Until(() => gateways.All.Count(arrived => arrived.Id == id) == most, "all are open");

            using var refused = await last.GetAsync(new Uri("/events", UriKind.Relative));

            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString().ShouldBe("RATE_LIMITED");
            (await Status(another)).ShouldBe(HttpStatusCode.OK);
            open.ShouldAllBe(request => !request.IsCompleted);
        }

        await Testing.Wait.Until(async () => await Status(last) == HttpStatusCode.OK, "those that have ended do not count");

        // Many requests to a connection, each of which counts.
        HttpClient Client(string from)
        {
            var handler = nginx.Client(IPAddress.Parse(from));
            handler.EnableMultipleHttp2Connections = true;
            return new HttpClient(handler) { BaseAddress = nginx.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        }

        static async Task<HttpStatusCode> Status(HttpClient client)
        {
            using var answer = await client.GetAsync(new Uri("/events", UriKind.Relative));
            return answer.StatusCode;
        }
    }

    [GeneratedRegex(@"limit_conn addresses (?<most>\d+);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Most();
}
