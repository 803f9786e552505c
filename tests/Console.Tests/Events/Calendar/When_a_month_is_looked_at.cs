using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Events.Calendar;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_month_is_looked_at(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Events_stand_over_their_days_by_keyboard_and_on_a_phone_too()
    {
        var word = $"Month{Guid.NewGuid():N}"[..14];
        var may = new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);
        await console.Admin.Events.Create(new NewEvent($"{word} long", may.AddDays(4)) { PeriodEnd = may.AddDays(17) });
        await console.Admin.Events.Create(new NewEvent($"{word} later", may.AddMonths(1)) { PeriodEnd = may.AddMonths(1).AddDays(1) });
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open($"events?q={word}");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Link, new() { Name = "Calendar" }).ClickAsync();
        await visit.IsAt($"events/calendar?q={word}");
        await visit.Shows("is in this month");
        await visit.Open($"events/calendar?q={word}&month=2031-05");
        await visit.IsAlive();
        await Expect(page.Locator(".event-bar")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"{word} long" })).ToHaveCountAsync(1);
        (await visit.Barriers()).ShouldBeEmpty();

        await page.Keyboard.PressAsync("n");
        await visit.Shows("June 2031");
        await visit.Shows($"{word} later");
        await page.ReloadAsync();
        await visit.Shows("June 2031");
        await visit.Shows($"{word} later");
        await visit.IsAlive();
        await page.Keyboard.PressAsync("p");
        await visit.Shows("May 2031");

        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator(".agenda").GetByText($"{word} long")).ToBeVisibleAsync();
        await Expect(page.Locator(".event-bar").First).ToBeHiddenAsync();
        await page.Locator(".agenda").GetByText($"{word} long").ClickAsync();
        await visit.Shows("Version");
        visit.Errors.ShouldBeEmpty();
    }
}
