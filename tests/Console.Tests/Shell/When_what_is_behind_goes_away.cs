using Microsoft.Playwright;
using Testing;
using Testing.Processes;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Shell;

/// <summary>A console as a process of its own, whose reader has a screen open meanwhile.</summary>
[Collection(ConsoleUnderTest.Collection)]
public sealed class When_what_is_behind_goes_away(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task A_screen_says_that_the_platform_does_not_answer_and_goes_on_by_itself_when_it_is_started_again()
    {
        await using var platform = PlatformHost.With();
        await platform.InitializeAsync();
        await using var host = await Console(platform.Address);
        await using var visit = await Visit(host);
        await visit.SignIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        await visit.IsAt("");
        await visit.Open("approvals");
        await visit.IsAlive();
        await visit.Shows("Up to date");

        await platform.Process.Kill();
        await visit.Shows("What is shown may be old.");
        await visit.Shows("Nothing waits for a decision.");
        await platform.InitializeAsync();

        await visit.Shows("Up to date");
        await visit.Page.Locator(".menu a[href='events']").ClickAsync();
        await visit.IsAt("events");
        await visit.Shows("There is no event yet.");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium, Real.Redis, Own = true)]
    public async Task A_session_outlives_Redis_away_and_back()
    {
        await using var redis = await new RedisServer().Started();
        await using var host = await Console(console.Platform, ("ConnectionStrings__Redis", redis.ConnectionString));
        await using var visit = await Visit(host);
        await visit.SignIn(await console.Account(Role.Operator), ConsoleUnderTest.Password);
        await visit.IsAt("");
        await visit.Open("approvals");
        await visit.IsAlive();
        await visit.Shows("Up to date");

        await redis.Kill();
        await visit.Page.Locator(".menu a[href='events']").ClickAsync();
        await visit.IsAt("events");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Events", new() { Timeout = 30_000 });
        await using var another = await Visit(host);
        await another.SignIn(await console.Account(Role.Operator), ConsoleUnderTest.Password);
        await another.Shows("The platform cannot be reached.");

        await redis.Start();
        await Wait.Until(async () =>
        {
            await visit.Open("approvals");
            return (await visit.Page.Locator("main").TextContentAsync())!.Contains("Up to date", StringComparison.Ordinal);
        }, "the page after Redis is back");
        await visit.IsAlive();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.IsAt("sign-in");
    }

    private static async Task<ServiceProcess> Console(Uri api, params (string Key, string Value)[] settings)
    {
        var host = new ServiceProcess("Console", Ports.Free(), settings.Append(("Console__ApiUrl", api.ToString())).ToDictionary(one => one.Item1, one => one.Item2));
        host.Start();
        await host.Ready();
        return host;
    }

    private async Task<Visit> Visit(ServiceProcess host) => new(await (await console.Browser.NewContextAsync()).NewPageAsync(), new Uri(host.Address, "/console/"));
}
