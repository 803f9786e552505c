using Testing.Servers;
using Xunit.Abstractions;

namespace OperatorsConsole.Tests.Shell;

[Collection(ConsoleUnderTest.Collection)]
public sealed class The_first_page(ConsoleUnderTest console, ITestOutputHelper output)
{
    private const int MostBytes = 300_000;

    [RealFact(Real.Chromium)]
    public async Task Is_small_whole_from_one_place_and_under_a_strict_policy()
    {
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.IsAlive();

        // As a browser counts it that has nothing of it yet.
        await using var fresh = await console.Browser.NewContextAsync();
        await fresh.AddCookiesAsync((await visit.Page.Context.CookiesAsync()).Select(cookie => new Microsoft.Playwright.Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
        }));
        var page = await fresh.NewPageAsync();
        var foreign = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(console.Address.ToString(), StringComparison.Ordinal))
            {
                foreign.Add(request.Url);
            }
        };
        var answer = await page.GotoAsync(console.Address.ToString());
        await page.Locator("[data-alive]").WaitForAsync();
        var bytes = await page.EvaluateAsync<int>("performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)");

        var milliseconds = await page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
        output.WriteLine($"The first page: {bytes} bytes, {milliseconds:F0} ms until it can be read");
        bytes.ShouldBeInRange(1, MostBytes);
        foreign.ShouldBeEmpty();
        var headers = await answer!.AllHeadersAsync();
        headers["content-security-policy"].ShouldContain("script-src 'self';");
        headers["content-security-policy"].ShouldContain("frame-ancestors 'none'");
        headers["x-content-type-options"].ShouldBe("nosniff");
    }
}
