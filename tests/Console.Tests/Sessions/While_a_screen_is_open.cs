using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
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

        await console.Readers.End(console.SessionCookie!);

        await Should.ThrowAsync<OperationCanceledException>(caller.Look);
        navigation.Uri.ShouldContain("sign-in");
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

    /// <summary>As a circuit knows who opened it.</summary>
    private sealed class Circuit(string key) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", key)], "console"))));
    }
}
