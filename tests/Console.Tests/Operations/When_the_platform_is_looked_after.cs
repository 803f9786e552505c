using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Operations;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_the_platform_is_looked_after(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Its_parts_say_how_they_are_and_what_is_stored_is_compared()
    {
        await using var visit = await console.Visit(await console.Account(Role.Admin));
        await visit.IsAt("");
        await visit.Open("operations");
        await visit.IsAlive();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Dead letters" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visit.Shows("Healthy");
        await Expect(visit.Page.GetByTitle("event_db")).ToHaveTextAsync("Store of events", new() { Timeout = 30_000 });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Compare requests, ledger, stock and outboxes" }).ClickAsync();
        await visit.Shows("Messages in outboxes");
        await visit.Shows("There are none: every message was done.");
        (await visit.Barriers()).ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }
}
