using System.Diagnostics;
using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Account;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_somebody_signs_out_in_one_of_two_tabs(ConsoleUnderTest console)
{
    /// <summary>Sooner than a screen would have asked by itself.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    [RealFact(Real.Chromium)]
    public async Task The_other_leads_to_where_one_signs_in_at_once()
    {
        await using var first = await console.Visit(await console.Account(Role.Operator));
        await first.IsAt("");
        var other = new Visit(await first.Page.Context.NewPageAsync(), console.Address);
        await other.Open("events");
        await other.IsAlive();
        (await other.Page.EvaluateAsync<double>("consoleIdleSeconds")).ShouldBeInRange(0, 60);

        var since = Stopwatch.GetTimestamp();
        await first.IsAlive();
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await other.Shows("You signed out in another tab.");

        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(AtOnce);
        other.Errors.ShouldBeEmpty();
    }
}
