using Testing.Servers;

namespace OperatorsConsole.Tests.Shell;

[Collection(ConsoleUnderTest.Collection)]
public sealed class What_a_role_may_not(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task A_user_sees_no_way_to_change_an_event_and_is_told_what_he_misses()
    {
        var held = await console.Admin.Events.Create(new NewEvent("For all to see", DateTimeOffset.UnixEpoch) { Status = EventStatus.Active });
        await using var visit = await console.Visit(await console.Account());
        await visit.IsAt("");
        (await visit.Page.GetByText("Waits for a decision").CountAsync()).ShouldBe(0);
        await visit.Open($"events/{held.Id}");
        await visit.Shows("For all to see");
        await visit.IsAlive();
        foreach (var forbidden in new[] { "Pause", "End", "Edit", "Add a reward", "Try it on somebody" })
        {
            (await visit.Page.GetByText(forbidden, new() { Exact = true }).CountAsync()).ShouldBe(0, forbidden);
        }

        await visit.Open($"events/{held.Id}/edit");
        await visit.Shows("You may not see this");
        await visit.Shows("events:write");

        // A browser complains of the status.
        visit.Errors.ShouldAllBe(error => error.Contains("403"));
    }
}
