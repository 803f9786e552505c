using Testing.Servers;

namespace OperatorsConsole.Tests.Shell;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_reader_is_elsewhere(ConsoleUnderTest console)
{
    private const string InTokyo = "2 Mar 2026, 05:30";

    /// <summary>The request that opens its circuit brings no cookie of the zone: what the page said of it counts.</summary>
    [RealFact(Real.Chromium)]
    public async Task Times_are_his_in_the_page_and_from_the_first_moment_of_its_circuit()
    {
        var made = await console.Admin.Events.Create(new NewEvent($"Far away {Guid.NewGuid():N}"[..20], new DateTimeOffset(2026, 3, 1, 20, 30, 0, TimeSpan.Zero)) { Status = EventStatus.Active });
        await using var visit = await console.Visit(await console.Account(Role.Operator), options: new() { TimezoneId = "Asia/Tokyo" });
        await visit.IsAt("");
        await visit.IsAlive();
        await visit.Page.AddInitScriptAsync("Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} });");
        await visit.Page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await visit.Page.Context.ClearCookiesAsync(new() { Name = "console-zone" });
            await route.ContinueAsync();
        });

        var page = await visit.Open($"events/{made.Id}");

        (await page!.TextAsync()).ShouldContain(InTokyo);
        await visit.IsAlive();
        await visit.IsLoaded();
        (await visit.Page.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name == "console-zone");
        await visit.Shows(InTokyo);
        visit.Errors.ShouldBeEmpty();
    }
}
