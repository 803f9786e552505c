using Testing.Servers;

namespace OperatorsConsole.Tests.Shell;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_page_has_much_in_it(ConsoleUnderTest console)
{
    /// <summary>More than the 32 KB that a message to a circuit has where nobody says otherwise: the first one brings back what was prerendered.</summary>
    [RealFact(Real.Chromium)]
    public async Task Its_circuit_begins_all_the_same()
    {
        var name = $"Much {Guid.NewGuid():N}"[..20];
        foreach (var i in Enumerable.Range(1, 20))
        {
            await console.Admin.Events.Create(new NewEvent($"{name} {i}", DateTimeOffset.UnixEpoch) { Description = new string('€', 4000) });
        }

        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open($"events?q={name}");

        await visit.IsAlive();
        await visit.Shows($"{name} 20");
        visit.Errors.ShouldBeEmpty();
    }
}
