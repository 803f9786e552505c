using Microsoft.Playwright;
using OperatorsConsole.Sessions;
using Testing;
using Testing.Processes;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

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
        await second.Page.ReloadAsync();
        await second.IsAlive();
        await second.Shows("Today");
        await Expect(second.Page.Locator("main")).Not.ToContainTextAsync("Too many tabs", new() { Timeout = 30_000 });

        var third = await Tab(context, address);
        await third.Shows("Too many tabs");
        (await third.Barriers()).ShouldBeEmpty();
        await second.Page.Locator(".menu a[href='events']").ClickAsync();
        await second.IsAt("events");
        await first.Page.Locator(".menu a[href='teams']").ClickAsync();
        await first.IsAt("teams");

        await second.Page.CloseAsync();
        await third.Page.GetByRole(AriaRole.Link, new() { Name = "Load this page again" }).ClickAsync();
        await third.IsAlive();
        await Expect(third.Page.Locator("main")).Not.ToContainTextAsync("Too many tabs", new() { Timeout = 30_000 });
        first.Errors.ShouldBeEmpty();
        third.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_session_and_an_instance_are_full_each_at_its_bound_and_closed_at_twice_that()
    {
        var tabs = new OpenTabs(new SessionSettings(TabsOfSession: 2, Tabs: 3, Idle: TimeSpan.FromHours(1)));
        var open = new[] { "a", "a", "a", "a", "b", "c" }.Select(key => tabs.Open(key)!).ToList();
        open.Select(tab => tab.Crowd).ShouldBe([Crowd.None, Crowd.None, Crowd.Session, Crowd.Session, Crowd.Instance, Crowd.Instance]);
        tabs.Open("d").ShouldBeNull();

        open[4].Dispose();
        open[4].Dispose();
        tabs.Open("a").ShouldBeNull();
        using var another = tabs.Open("d");
        another.ShouldNotBeNull();

        foreach (var tab in open)
        {
            tab.Dispose();
        }

        tabs.Count.ShouldBe(1);
        tabs.Open("a")!.Crowd.ShouldBe(Crowd.None);
    }

    private static async Task<Visit> Tab(IBrowserContext context, Uri address)
    {
        var visit = new Visit(await context.NewPageAsync(), address);
        await visit.Open("");
        await visit.IsAlive();
        return visit;
    }
}
