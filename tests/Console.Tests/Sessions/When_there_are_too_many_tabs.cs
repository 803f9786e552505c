using Microsoft.Playwright;
using OperatorsConsole.Sessions;
using Testing;
using Testing.Processes;
using Testing.Servers;

namespace OperatorsConsole.Tests.Sessions;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_there_are_too_many_tabs(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Those_over_the_bound_of_a_session_say_so_the_others_go_on_and_closing_one_makes_room()
    {
        await using var host = new ServiceProcess("Console", Ports.Free(), new Dictionary<string, string> { ["Console__ApiUrl"] = console.Platform.ToString(), ["Console__TabsPerSession"] = "2" });
        host.Start();
        await host.Ready();
        var address = new Uri(host.Address, "/console/");
        await using var context = await console.Browser.NewContextAsync();
        var first = new Visit(await context.NewPageAsync(), address);
        await first.SignIn(await console.Account(Role.Operator), ConsoleUnderTest.Password);
        await first.IsAt("");
        await first.IsAlive();
        var second = await Tab(context, address);
        await second.Shows("Open now");

        // A page that is loaded again in its tab is no more tabs than before.
        await HasRoom(second, "the tab that is loaded again");
        await second.Shows("Today");

        var third = await Tab(context, address);
        await third.Shows("Too many tabs");
        (await third.Barriers()).ShouldBeEmpty();
        await second.Page.Locator(".menu a[href='events']").ClickAsync();
        await second.IsAt("events");
        await first.Page.Locator(".menu a[href='teams']").ClickAsync();
        await first.IsAt("teams");

        await second.Page.CloseAsync();
        await third.Page.GetByRole(AriaRole.Link, new() { Name = "Load this page again" }).ClickAsync();
        await HasRoom(third, "the third tab in place of the second");
        first.Errors.ShouldBeEmpty();
        third.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_session_and_an_instance_are_full_each_at_its_bound_and_closed_at_twice_that()
    {
        var tabs = new OpenTabs(new SessionSettings(TabsOfSession: 2, Tabs: 3, Idle: TimeSpan.FromHours(1)));
        var open = new[] { "a", "a", "a", "a", "b", "c" }.Select(key => tabs.Open(key)!).ToList();
        open.Select(tab => tab.Crowd).ShouldBe([Crowd.None, Crowd.None, Crowd.Session, Crowd.Session, Crowd.None, Crowd.Instance]);
        tabs.Open("d").ShouldBeNull();

        open[4].Dispose();
        open[4].Dispose();
        tabs.Open("a").ShouldBeNull();
        using var another = tabs.Open("d");
        another.ShouldNotBeNull().Crowd.ShouldBe(Crowd.None);

        // Where one of the screens is closed, one that had no room has it when it is loaded again.
        open[0].Dispose();
        open[2].Dispose();
        open.Add(tabs.Open("a").ShouldNotBeNull());
        open[^1].Crowd.ShouldBe(Crowd.None);

        foreach (var tab in open)
        {
            tab.Dispose();
        }

        tabs.Count.ShouldBe(1);
        tabs.Open("a")!.Crowd.ShouldBe(Crowd.None);
    }

    /// <summary>Loads it until the server has seen that the other is closed.</summary>
    private static Task HasRoom(Visit visit, string what) => Wait.Until(
        async () =>
        {
            await visit.Page.ReloadAsync();
            await visit.IsAlive();
            return !(await visit.Page.Locator("main").InnerTextAsync()).Contains("Too many tabs", StringComparison.Ordinal);
        },
        what);

    private static async Task<Visit> Tab(IBrowserContext context, Uri address)
    {
        var visit = new Visit(await context.NewPageAsync(), address);
        await visit.Open("");
        await visit.IsAlive();
        return visit;
    }
}
