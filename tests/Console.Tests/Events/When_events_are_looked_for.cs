using Testing.Servers;

namespace OperatorsConsole.Tests.Events;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_events_are_looked_for(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task A_page_of_what_was_searched_keeps_its_place_over_a_reload()
    {
        var word = $"Harvest{Guid.NewGuid():N}"[..15];
        foreach (var i in Enumerable.Range(1, 22))
        {
            await console.Admin.Events.Create(new NewEvent($"{word} {i:00}", DateTimeOffset.UnixEpoch));
        }

        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open("events");
        await visit.IsAlive();
        await visit.Page.GetByLabel("Name").FillAsync(word);
        await visit.Page.GetByLabel("Name").PressAsync("Enter");
        await visit.IsAt($"events?q={word}");
        await visit.Shows($"{word} 22");
        await visit.Page.GetByText("Next →").ClickAsync();
        await visit.Shows($"{word} 02");

        await visit.Page.ReloadAsync();
        await visit.Shows($"{word} 02");
        await visit.IsAlive();
        await visit.Page.GetByText("← Previous").ClickAsync();
        await visit.Shows($"{word} 22");
        await visit.Page.GetByText($"{word} 22").ClickAsync();
        await visit.Shows("Version");
        (await visit.Barriers()).ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }
}
