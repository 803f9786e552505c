using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Account;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_somebody_signs_in(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task He_is_where_he_wanted_to_go_until_he_signs_out()
    {
        var email = await console.Account(Role.Operator);
        await using var visit = await console.Visit();
        await visit.Open("events?status=Draft");
        (await visit.Barriers()).ShouldBeEmpty();
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").FillAsync(ConsoleUnderTest.Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.IsAt("events?status=Draft");
        await visit.IsAlive();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.IsAt("sign-in");
        await visit.Open("events");
        await visit.Shows("Sign in");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_wrong_password_is_refused_in_the_words_of_the_API()
    {
        await using var visit = await console.Visit(await console.Account(), "Not-the-password-1");
        await visit.Shows("INVALID_CREDENTIALS");
    }
}
