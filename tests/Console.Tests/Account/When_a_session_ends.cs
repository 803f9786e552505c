using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Account;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_session_ends(ConsoleUnderTest console)
{
    private static readonly Regex Token = new(@"eyJ[\w-]+\.eyJ[\w-]+", RegexOptions.None, TimeSpan.FromSeconds(5));

    [RealFact(Real.Chromium)]
    public async Task Its_reader_is_told_why_signs_in_and_is_back_where_he_was()
    {
        var email = await console.Account(Role.Operator);
        await using var visit = await console.Visit(email);
        await visit.IsAt("");
        await visit.Open("events");
        await visit.IsAlive();

        // Who signs in elsewhere ends the session here.
        using var elsewhere = await console.SignedIn(email);
        await visit.Page.GetByLabel("Status").SelectOptionAsync("Paused");

        await visit.Shows("Your session has ended");
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").FillAsync(ConsoleUnderTest.Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.IsAt("events?status=Paused");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task Nothing_of_its_tokens_was_in_the_page_or_the_browser()
    {
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        var page = await visit.Page.ContentAsync();
        var cookies = await visit.Page.Context.CookiesAsync();
        var stored = await visit.Page.EvaluateAsync<int>("localStorage.length + sessionStorage.length");

        // A JSON web token, whatever it says.
        Token.IsMatch(page).ShouldBeFalse();
        cookies.ShouldAllBe(cookie => !Token.IsMatch(cookie.Value));
        cookies.Single(cookie => cookie.Name == "console-session").HttpOnly.ShouldBeTrue();
        stored.ShouldBe(0);
    }
}
