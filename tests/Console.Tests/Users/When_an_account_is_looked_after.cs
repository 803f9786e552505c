using Microsoft.Playwright;
using OperatorsConsole.Tests.Approvals;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Users;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_an_account_is_looked_after(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task It_is_found_read_given_roles_and_deleted()
    {
        var email = await console.Account();
        var asked = await EventWithRequests.Make(console, requests: 0, approval: ApprovalMode.Auto);
        await EventWithRequests.Request(console, asked.Event, email);
        await using var visit = await console.Visit(await console.Account(Role.Admin));
        await visit.IsAt("");
        await visit.Open("users");
        await visit.IsAlive();
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("E-mail").PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = email }).ClickAsync();
        await visit.Shows("A hundred points");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Ledger" }).ClickAsync();
        await visit.Shows("Takes back");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Activities" }).ClickAsync();
        await visit.Shows("login");
        (await visit.Barriers()).ShouldBeEmpty();

        await visit.Page.GetByLabel("Auditor").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Change roles" }).ClickAsync();
        await visit.Shows("The roles were changed.");
        await visit.Shows("User, Auditor");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the account" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(email);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();
        await visit.IsAt("users");
        (await console.Admin.Users.List(email).Page()).Items.ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task What_was_chosen_for_one_is_not_of_the_next_and_overwrites_nobodys_change()
    {
        using var one = await console.SignedIn(await console.Account());
        using var other = await console.SignedIn(await console.Account());
        var (first, second) = (one.Sessions.Current!.User.Id, other.Sessions.Current!.User.Id);
        await using var visit = await console.Visit(await console.Account(Role.Admin));
        await visit.IsAt("");
        await visit.Open($"users/{first}");
        await visit.IsAlive();
        await visit.Page.GetByLabel("Auditor").CheckAsync();

        await visit.Page.EvaluateAsync($"Blazor.navigateTo('/console/users/{second}')");
        await visit.Shows(second.ToString());
        await Expect(visit.Page.GetByLabel("Auditor")).Not.ToBeCheckedAsync(new() { Timeout = 30_000 });

        await visit.Page.GetByLabel("Auditor").CheckAsync();
        await console.Admin.Users.ChangeRoles(second, [Role.User, Role.Operator]);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Change roles" }).ClickAsync();
        await visit.Shows("Somebody changed the roles meanwhile");
        (await console.Admin.Users.Get(second)).Roles.ShouldBe([Role.User, Role.Operator], ignoreOrder: true);
        visit.Errors.ShouldBeEmpty();
    }
}
