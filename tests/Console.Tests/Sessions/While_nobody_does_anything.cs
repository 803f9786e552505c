using System.Net;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Sessions;
using Testing;

namespace OperatorsConsole.Tests.Sessions;

public sealed class While_nobody_does_anything : BunitContext
{
    private static readonly TimeSpan Bound = TimeSpan.FromHours(4);

    private readonly FakeTime time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_session_goes_on_with_each_page_and_ends_with_a_word_why()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address, time: time).Start();
        using var signedIn = await console.SignIn();
        using var first = await console.Open("profile");
        time.Advance(Bound - TimeSpan.FromMinutes(1));
        using var second = await console.Open("profile");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Advance(Bound - TimeSpan.FromMinutes(1));
        using var third = await console.Open("profile");
        third.StatusCode.ShouldBe(HttpStatusCode.OK);

        time.Advance(Bound);
        using var late = await console.Open("profile");

        late.Headers.Location!.ToString().ShouldBe("/console/sign-in?return=profile&ended=idle");
        api.IsOver.ShouldBeTrue();
        using var signIn = await console.Open("sign-in?return=profile&ended=idle");
        (await signIn.Content.ReadAsStringAsync()).ShouldContain("Nothing was done here for a long time");
    }

    [Theory]
    [InlineData("profile/export")]
    [InlineData("audit/export")]
    public async Task A_session_gives_no_file_after_that_either(string place)
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address, time: time).Start();
        using var signedIn = await console.SignIn();
        using var page = await console.Open("profile");
        time.Advance(Bound);

        using var late = await console.Open(place);

        late.Headers.Location!.ToString().ShouldEndWith("&ended=idle");
        api.Calls.ShouldNotContain(call => call.Path.EndsWith("export", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_done_last_is_never_forgotten_for_what_was_done_before()
    {
        var vault = new MemoryVault(time);
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address, vault, time).Start();
        await using var other = await new ConsoleAlone(api.Address, vault, time).Start();
        using var signedIn = await console.SignIn();
        using var page = await console.Open("profile");
        time.Advance(TimeSpan.FromHours(1));
        using var later = await console.Open("profile");
        await other.Readers.Find(console.SessionCookie!);

        await other.Readers.Note(console.SessionCookie!, time.GetUtcNow() - TimeSpan.FromMinutes(50));
        await other.Readers.Note(console.SessionCookie!, time.GetUtcNow() - Bound - Bound);
        time.Advance(Bound - TimeSpan.FromMinutes(1));

        (await other.Readers.EndIfIdle(console.SessionCookie!)).ShouldBeFalse();
        (await console.Readers.EndIfIdle(console.SessionCookie!)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(double.NaN, null)]
    [InlineData(double.PositiveInfinity, null)]
    [InlineData(-5.0, 0.0)]
    [InlineData(7.0, 7.0)]
    [InlineData(1e300, 43_200.0)]
    public void What_a_browser_says_is_taken_within_bounds(double? said, double? seconds) =>
        (Caller.Idle(said)?.TotalSeconds).ShouldBe(seconds);

    [Fact]
    public async Task What_a_screen_asks_by_itself_renews_nothing_for_ever()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address, time: time).Start();
        using var signedIn = await console.SignIn();
        using var page = await console.Open("profile");
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        var caller = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);
        using var listening = await caller.OnEnd(caller.Leave);
        foreach (var _ in Enumerable.Range(0, 20))
        {
            time.Advance(TimeSpan.FromMinutes(30));
            await caller.Look();
            if (navigation.History.Count > 0)
            {
                break;
            }
        }

        navigation.Uri.ShouldEndWith("sign-in?return=&ended=idle");
        api.IsOver.ShouldBeTrue();
        (time.GetUtcNow() - new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)).ShouldBe(Bound);
    }

    [Fact]
    public async Task A_tab_in_which_something_is_done_keeps_the_others_at_another_instance_too()
    {
        var vault = new MemoryVault(time);
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address, vault, time).Start();
        await using var other = await new ConsoleAlone(api.Address, vault, time).Start();
        using var signedIn = await console.SignIn();
        using var page = await console.Open("profile");
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        var watching = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);
        var working = new Caller(new Circuit(console.SessionCookie!), other.Services, navigation);
        await working.Find();
        foreach (var _ in Enumerable.Range(0, 10))
        {
            time.Advance(TimeSpan.FromHours(1));
            await working.Note(TimeSpan.FromMinutes(5));
            (await watching.Look()).ShouldNotBeNull();
        }

        navigation.History.ShouldBeEmpty();
        api.IsOver.ShouldBeFalse();
    }
}
