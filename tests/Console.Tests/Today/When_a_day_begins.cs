using OperatorsConsole.Tests.Approvals;
using Testing;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Today;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_day_begins(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task What_was_asked_and_why_it_was_refused_is_a_picture_of_the_last_hour_and_day()
    {
        var its = await console.Admin.Events.Create(new NewEvent($"Rush {Guid.NewGuid():N}"[..16], TimeProvider.System.GetUtcNow().AddDays(-1)) { Status = EventStatus.Active });
        await console.Admin.Rewards.Add(its.Id, NewReward.Points("One for one", 1) with { Stock = 1 });
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var asked = await EventWithRequests.Request(console, its, await console.Account());
            await Wait.Until(async () => (await console.Admin.Requests.Get(asked.Id)).Status is RequestStatus.Fulfilled or RequestStatus.Failed, "the outcome");
        }

        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Shows("Requests a minute, the last hour");
        await visit.Shows("OUT_OF_STOCK");
        var hour = visit.Page.Locator(".chart").First;
        await Expect(hour.Locator("svg .tone-good")).Not.ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect(hour.Locator("svg .tone-bad")).Not.ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await hour.GetByText("As a table").ClickAsync();
        await Expect(hour.Locator("tbody tr")).Not.ToHaveCountAsync(0, new() { Timeout = 30_000 });
        (await visit.Barriers()).ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();

        await using var user = await console.Visit(await console.Account());
        await user.IsAt("");
        await user.IsAlive();
        await Expect(user.Page.Locator(".chart")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }
}
