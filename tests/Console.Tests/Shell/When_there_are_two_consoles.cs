using Microsoft.Playwright;
using Testing;
using Testing.Processes;
using Testing.Servers;

namespace OperatorsConsole.Tests.Shell;

/// <summary>Hosts of their own, with one Redis between them.</summary>
[Collection(ConsoleUnderTest.Collection)]
public sealed class When_there_are_two_consoles(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium, Real.Redis, Own = true)]
    public async Task A_session_of_one_is_a_session_of_the_other_until_it_is_signed_out()
    {
        await using var redis = await new RedisServer().Started();
        await using var first = Host(redis);
        await using var second = Host(redis);
        first.Start();
        second.Start();
        await Task.WhenAll(first.Ready(), second.Ready());
        await using var visit = new Visit(await (await console.Browser.NewContextAsync()).NewPageAsync(), new Uri(first.Address, "/console/"));
        await visit.SignIn(await console.Account(Role.Operator), ConsoleUnderTest.Password);
        await visit.IsAt("");
        await visit.IsAlive();

        // Cookies are of a host, whatever its port.
        var other = new Uri(second.Address, "/console/");
        await visit.Page.GotoAsync(new Uri(other, "events").ToString());
        await visit.IsAlive();
        await visit.Open("events");
        await visit.IsAlive();
        await visit.Page.GotoAsync(other.ToString());
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.Shows("Sign in");
        await visit.Open("events");
        await visit.Shows("Sign in");
        visit.Errors.ShouldBeEmpty();
    }

    private ServiceProcess Host(RedisServer redis) => new("Console", Ports.Free(), new Dictionary<string, string>
    {
        ["Console__ApiUrl"] = console.Platform.ToString(),
        ["ConnectionStrings__Redis"] = redis.ConnectionString,
    });
}
