using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Live;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_something_is_live(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Stages_and_rooms_appear_by_themselves_and_a_stage_is_closed()
    {
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open("live");
        await visit.IsAlive();
        var name = $"Stage {Guid.NewGuid():N}"[..16];
        await console.Admin.Stages.Create(name);
        await visit.Shows(name);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Close {name}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await Expect(visit.Page.Locator("main").GetByText(name)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        visit.Errors.ShouldBeEmpty();
    }
}
