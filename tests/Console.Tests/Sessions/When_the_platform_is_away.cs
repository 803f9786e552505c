using System.Net;

namespace OperatorsConsole.Tests.Sessions;

public sealed class When_the_platform_is_away
{
    [Fact]
    public async Task A_reader_gets_a_page_that_says_so_and_can_sign_out()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        (await console.SignIn()).StatusCode.ShouldBe(HttpStatusCode.Found);
        var token = await console.FormToken("profile");
        var key = console.SessionCookie!;
        token.ShouldNotBeEmpty();

        await api.Stop();
        await using var another = await new ConsoleAlone(api.Address).Start();
        another.Visitor.Cookies.Add(another.Address, new Cookie("console-session", key, "/"));
        using var open = await another.Open("sign-in");
        using var known = await console.Open("events");
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
        known.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await known.Content.ReadAsStringAsync()).ShouldContain("The platform does not answer");

        using var bye = await console.Send("sign-out", ("__RequestVerificationToken", token));
        bye.StatusCode.ShouldBe(HttpStatusCode.Found);
        console.SessionCookie.ShouldBeNull();
        (await console.Readers.IsKept(key)).ShouldBeFalse();
        (await console.Readers.Find(key)).ShouldBeNull();
    }

    [Fact]
    public async Task A_reader_who_is_not_known_here_yet_gets_the_failed_page()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        await api.Stop();

        using var page = await console.Open("events?q=a");

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var said = await page.Content.ReadAsStringAsync();
        said.ShouldContain("The platform cannot be reached.");
        said.ShouldContain("<a href=\"events?q=a\">Try again</a>");
    }
}
