using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Events;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_an_event_is_past(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task An_administrator_archives_it_and_nobody_else()
    {
        var made = await console.Admin.Events.Create(new NewEvent($"Past {Guid.NewGuid():N}"[..16], DateTimeOffset.UnixEpoch));
        await using var other = await console.Visit(await console.Account(Role.Operator));
        await other.IsAt("");
        await other.Open($"events/{made.Id}");
        await other.Shows(made.Name);
        await Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "Archive" })).ToHaveCountAsync(0, new() { Timeout = 30_000 });

        await using var visit = await console.Visit(await console.Account(Role.Admin));
        await visit.IsAt("");
        await visit.Open($"events/{made.Id}");
        await visit.IsAlive();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(made.Name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Archive it" }).ClickAsync();
        await visit.Shows("Archived");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Archive" })).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        (await console.Admin.Events.Get(made.Id)).Status.ShouldBe(EventStatus.Archived);
        visit.Errors.ShouldBeEmpty();
    }
}
