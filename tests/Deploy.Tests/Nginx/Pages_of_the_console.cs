using System.Net;
using Testing.Servers;

namespace Deploy.Tests.Nginx;

public sealed class Pages_of_the_console(TwoGateways servers) : IClassFixture<TwoGateways>
{
    [RealTheory(Real.Nginx)]
    [InlineData("/console", true)]
    [InlineData("/console/events/1", true)]
    [InlineData("/console/_blazor", true)]
    [InlineData("/consoles", false)]
    [InlineData("/api/v1/events", false)]
    public async Task Come_from_the_console_alone(string path, bool isPage)
    {
        var (answer, arrived) = await Get(path, "fine");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (arrived.ShouldHaveSingleItem().Gateway == servers.Console).ShouldBe(isPage);
        arrived[0].Client.ShouldBe("127.0.0.1");
        arrived[0].Scheme.ShouldBe("https");
    }

    /// <summary>In words for people; what had begun is not begun again.</summary>
    [RealFact(Real.Nginx)]
    public async Task Say_so_when_the_console_is_away()
    {
        var (answer, arrived) = await Get("/console/events", "dies");

        arrived.ShouldHaveSingleItem();
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The console is away");
    }

    private async Task<(HttpResponseMessage Answer, IReadOnlyList<TwoGateways.Arrived> Arrived)> Get(string path, string what)
    {
        var nginx = await servers.Running();
        using var client = new HttpClient(nginx.Client()) { BaseAddress = nginx.Address };
        var id = Guid.NewGuid().ToString();
        var answer = await client.GetAsync(new Uri($"{path}?id={id}&{what}", UriKind.Relative));
        return (answer, [.. servers.All.Where(arrived => arrived.Id == id)]);
    }
}
