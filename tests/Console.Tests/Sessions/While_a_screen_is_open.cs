using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Sessions;

namespace OperatorsConsole.Tests.Sessions;

public sealed class While_a_screen_is_open : BunitContext
{
    [Fact]
    public async Task Other_roles_are_seen_and_the_end_of_the_session_leads_to_where_one_signs_in()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("events");
        var caller = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);
        (await caller.Look())!.Permissions.ShouldBe(["events:read"]);

        api.Role = "AUDITOR";
        (await caller.Look())!.Permissions.ShouldBe(["audit:read"]);

        api.IsOver = true;
        await Should.ThrowAsync<OperationCanceledException>(caller.Look);
        navigation.Uri.ShouldEndWith("sign-in?return=events&ended=true");
    }

    [Fact]
    public async Task Signing_out_in_another_tab_leads_to_where_one_signs_in()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        var caller = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);
        (await caller.Look()).ShouldNotBeNull();

        await console.Readers.End(console.SessionCookie!, SessionEnd.SignedOut);

        await Should.ThrowAsync<OperationCanceledException>(caller.Look);
        navigation.Uri.ShouldContain("sign-in");
    }

    [Fact]
    public async Task The_end_of_the_session_is_told_to_each_tab_at_once_with_its_reason()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var told = new List<SessionEnd>();
        var navigation = Services.GetRequiredService<NavigationManager>();
        var (first, second) = (new Caller(new Circuit(console.SessionCookie!), console.Services, navigation), new Caller(new Circuit("another"), console.Services, navigation));
        using var closed = await first.OnEnd(told.Add);
        closed!.Dispose();
        using var open = await first.OnEnd(told.Add);
        using var ofAnother = await second.OnEnd(told.Add);
        await first.Find();

        await console.Readers.End(console.SessionCookie!, SessionEnd.SignedOut);

        told.ShouldNotBeEmpty();
        told.ShouldAllBe(end => end == SessionEnd.SignedOut);

        told.Clear();
        await console.Readers.End(console.SessionCookie!, SessionEnd.SignedOut, by: first.Tab);
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_browser_that_did_not_hear_is_led_away_again_for_the_first_reason()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        var caller = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);
        caller.LeaveAgain();
        navigation.History.ShouldBeEmpty();

        caller.Leave(SessionEnd.Idle);
        caller.Leave(SessionEnd.Ended);
        caller.LeaveAgain();

        navigation.History.Count.ShouldBe(3);
        navigation.Uri.ShouldEndWith("sign-in?return=&ended=idle");
    }

    [Fact]
    public async Task Signing_in_anew_with_the_same_account_loads_it_again()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("events");
        var caller = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);
        using var listening = await caller.OnEnd(caller.Leave);
        var user = (await caller.Find())!.User;

        await console.Readers.EndFor(console.SessionCookie!, user);

        navigation.History.Count.ShouldBe(2);
        navigation.Uri.ShouldEndWith("/events");
    }

    [Fact]
    public async Task A_platform_that_is_away_ends_nothing()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        var caller = new Caller(new Circuit(console.SessionCookie!), console.Services, navigation);

        await api.Stop();

        (await caller.TryFind()).Fault!.Kind.ShouldBe(OperatorsConsole.Api.FaultKind.NoAnswer);
        (await caller.Look()).ShouldBeNull();
        navigation.History.ShouldBeEmpty();
    }
}
