using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Teams;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_team_is_looked_after(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task It_is_made_invites_somebody_and_is_deleted()
    {
        var guest = await console.Account();
        await using var visit = await console.Visit(await console.Account());
        await visit.IsAt("");
        await visit.Open("teams");
        await visit.IsAlive();
        await visit.Page.GetByLabel("A new team").FillAsync("Night shift");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await visit.Shows("you are its Owner");
        await visit.Page.GetByLabel("Invite by e-mail").FillAsync(guest);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await visit.Shows($"{guest} gets a mail.");
        await visit.Shows("Pending");
        var field = (await visit.Page.GetByLabel("Invite by e-mail").BoundingBoxAsync())!;
        var button = (await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).BoundingBoxAsync())!;
        button.Y.ShouldBe(field.Y, tolerance: 1);
        button.Height.ShouldBe(field.Height, tolerance: 1);
        (await visit.Barriers()).ShouldBeEmpty();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the team" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("Night shift");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await visit.Shows("You are in no team.");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task What_is_pressed_twice_is_made_once()
    {
        var email = await console.Account();
        await using var visit = await console.Visit(email);
        await visit.IsAt("");
        await visit.Open("teams");
        await visit.IsAlive();
        await visit.Page.GetByLabel("A new team").FillAsync("Day shift");
        await visit.Page.GetByLabel("A new team").BlurAsync();

        // Both presses are sent before the first is answered.
        await visit.Page.GetByLabel("A new team").EvaluateAsync("field => { field.form.requestSubmit(); field.form.requestSubmit(); }");
        await visit.Shows("you are its Owner");

        var me = (await console.Admin.Users.List(email).Page()).Items.Single();
        (await console.Admin.Teams.List(me.Id).Page()).Items.Count.ShouldBe(1);
        visit.Errors.ShouldBeEmpty();
    }
}
