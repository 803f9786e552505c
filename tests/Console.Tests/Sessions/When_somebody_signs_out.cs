using System.Net;
using OperatorsConsole.Sessions;
using Testing;

namespace OperatorsConsole.Tests.Sessions;

public sealed class When_somebody_signs_out
{
    [Fact]
    public async Task The_platform_hears_of_it_and_a_form_without_its_token_does_nothing()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var token = await console.FormToken("profile");

        using var forged = await console.Send("sign-out");
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        console.SessionCookie.ShouldNotBeNull();

        using var bye = await console.Send("sign-out", ("__RequestVerificationToken", token));
        bye.Headers.Location!.ToString().ShouldBe("/console/sign-in");
        console.SessionCookie.ShouldBeNull();
        api.IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_has_ended_already_only_loses_its_cookie()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        var key = console.SessionCookie!;
        await console.Readers.End(key, SessionEnd.SignedOut);

        using var bye = await console.Send("sign-out");

        bye.StatusCode.ShouldBe(HttpStatusCode.Found);
        console.SessionCookie.ShouldBeNull();
    }

    [Fact]
    public async Task A_login_in_the_same_browser_ends_the_session_before()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var first = await console.SignIn();
        var key = console.SessionCookie!;

        using var second = await console.SignIn();

        second.StatusCode.ShouldBe(HttpStatusCode.Found);
        console.SessionCookie.ShouldNotBe(key);
        await Wait.Until(async () => !await console.Readers.IsKept(key), "the session before to end");
    }
}
