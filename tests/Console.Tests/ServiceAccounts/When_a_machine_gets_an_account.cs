using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.ServiceAccounts;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_machine_gets_an_account(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Its_key_is_shown_once_and_ends_with_it()
    {
        var name = $"Machine {Guid.NewGuid():N}"[..16];
        await using var visit = await console.Visit(await console.Account(Role.Admin));
        await visit.IsAt("");
        await visit.Open("service-accounts");
        await visit.IsAlive();
        await visit.Page.GetByLabel("Name").FillAsync(name);
        await visit.Page.GetByLabel("events:read").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await visit.Shows("is shown this once");
        await visit.Shows("msk_");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "I have it" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await Expect(visit.Page.GetByText(name)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldNotContain("msk_");
        visit.Errors.ShouldBeEmpty();
    }
}
