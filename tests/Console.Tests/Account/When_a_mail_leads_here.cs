using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OtpNet;
using Testing;
using Testing.Servers;

namespace OperatorsConsole.Tests.Account;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_mail_leads_here(ConsoleUnderTest console)
{
    private const string NewPassword = "Another-horse-8";

    [RealFact(Real.Chromium)]
    public async Task An_address_is_confirmed_a_password_set_anew_a_second_factor_put_in_force_and_an_invitation_accepted()
    {
        var email = await console.Account();
        await using var visit = await console.Visit();
        var page = visit.Page;
        await page.GotoAsync(await Link(email, "verify-email"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm my e-mail address" }).ClickAsync();
        await visit.Shows("The address is confirmed");

        await visit.Open("forgot-password");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a link" }).ClickAsync();
        await visit.Shows("a mail with a link is on its way");
        var reset = await Link(email, "reset-password");
        await page.GotoAsync(reset);
        await page.GetByLabel("New password").FillAsync(NewPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
        await visit.Shows("The password is set");
        await page.GotoAsync(reset);
        await page.GetByLabel("New password").FillAsync(NewPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
        await visit.Shows("INVALID_TOKEN");

        await visit.SignIn(email, NewPassword);
        await visit.IsAt("");
        await visit.Open("profile");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set one up" }).ClickAsync();
        var authenticator = new Totp(Base32Encoding.ToBytes(await page.Locator("section code").First.TextContentAsync()));
        await page.GetByLabel("Code").FillAsync(authenticator.ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime));
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it in force" }).ClickAsync();
        await visit.Shows("stands in for your authenticator once");
        var recovery = await page.Locator(".codes code").First.TextContentAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visit.IsAt("sign-in");

        await console.Invite(email);
        await page.GotoAsync(await Link(email, "invitations"));
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").FillAsync(NewPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Code").FillAsync(recovery!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await visit.Shows("You are invited to a team");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await visit.Shows("You are in Night shift");
        visit.Errors.ShouldBeEmpty();
    }

    /// <summary>The newest of its kind to the address.</summary>
    private async Task<string> Link(string email, string page)
    {
        string? link = null;
        await Wait.Until(() => (link = Find(email, page)) is not null, $"the mail to {email} with a link to {page}");
        return link!;
    }

    private string? Find(string email, string page) => !Directory.Exists(console.Mails)
        ? null
        : Directory.GetFiles(console.Mails, "*.eml").Select(File.ReadAllText)
            .Where(mail => mail.Contains(email, StringComparison.Ordinal))
            .Select(mail => Regex.Match(mail, $@"http://[^\s]+/{page}\?token=[A-Za-z0-9_-]{{43,64}}(?=\s)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .FirstOrDefault(match => match.Success)?.Value;
}
