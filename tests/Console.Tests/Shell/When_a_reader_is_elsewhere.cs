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
        var made = await MadeFarAway();
        await using var visit = await FromTokyo();
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

    /// <summary>Its script tells the zone only then: the request that opens the circuit is the first to bring it.</summary>
    [RealFact(Real.Chromium)]
    public async Task Times_of_a_page_that_was_made_before_his_zone_was_told_are_his_once_its_circuit_is_there()
    {
        var made = await MadeFarAway();
        await using var visit = await FromTokyo();
        await visit.Page.Context.ClearCookiesAsync(new() { Name = "console-zone" });

        var page = await visit.Open($"events/{made.Id}");

        (await page!.TextAsync()).ShouldContain("1 Mar 2026, 20:30");
        await visit.IsAlive();
        await visit.IsLoaded();
        await visit.Shows(InTokyo);
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_zone_that_is_told_after_the_page_was_made_is_newer_than_that_of_the_page()
    {
        var made = await MadeFarAway();
        await using var visit = await FromTokyo();
        await visit.Page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await visit.Page.Context.AddCookiesAsync([new() { Name = "console-zone", Value = "Europe%2FBerlin", Url = console.Platform.ToString() }]);
            await route.ContinueAsync();
        });

        var page = await visit.Open($"events/{made.Id}");

        (await page!.TextAsync()).ShouldContain(InTokyo);
        await visit.IsAlive();
        await visit.IsLoaded();
        await visit.Shows("1 Mar 2026, 21:30");
        visit.Errors.ShouldBeEmpty();
    }

    /// <summary>Somebody who is signed in there.</summary>
    private async Task<Visit> FromTokyo()
    {
        var visit = await console.Visit(await console.Account(Role.Operator), options: new() { TimezoneId = "Asia/Tokyo" });
        await visit.IsAt("");
        await visit.IsAlive();
        return visit;
    }

    private Task<Event> MadeFarAway() => console.Admin.Events.Create(
        new NewEvent($"Far away {Guid.NewGuid():N}"[..20], new DateTimeOffset(2026, 3, 1, 20, 30, 0, TimeSpan.Zero)) { Status = EventStatus.Active });
}
