using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Account;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_somebody_registers(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Each_fault_is_told_and_then_he_signs_in_and_sees_what_there_is_to_earn()
    {
        var email = $"somebody-{Guid.NewGuid():N}@example.com";
        await using var visit = await console.Visit();
        await visit.Open("sign-in");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "I have no account yet" }).ClickAsync();
        await visit.IsAt("register");
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").FillAsync("short");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await visit.Shows(Codes.ValidationFailed);
        await visit.Page.GetByLabel("Password").FillAsync(ConsoleUnderTest.Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await visit.Shows($"A mail to {email} is on its way");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in, and see what there is to earn" }).ClickAsync();
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").FillAsync(ConsoleUnderTest.Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.IsAt("earn");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task Meanwhile_he_cannot_press_again()
    {
        var email = $"somebody-{Guid.NewGuid():N}@example.com";
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = 0;
        await using var visit = await console.Visit();
        await visit.Open("register");
        await visit.Page.RouteAsync("**/register", async route =>
        {
            Interlocked.Increment(ref sent);
            await answered.Task;
            await route.ContinueAsync();
        });
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").FillAsync(ConsoleUnderTest.Password);
        var button = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" });

        // In the page itself: whoever asks from without waits for where the form leads.
        var isDisabled = await button.EvaluateAsync<bool>("""
            button => {
              button.click();
              return new Promise(told => setTimeout(() => { told(button.disabled); button.click(); }));
            }
            """);
        answered.SetResult();

        isDisabled.ShouldBeTrue();
        await visit.Shows($"A mail to {email} is on its way");
        sent.ShouldBe(1);
        visit.Errors.ShouldBeEmpty();
    }
}
