using Microsoft.Playwright;
using OperatorsConsole.Tests.Approvals;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Requests;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_a_request_is_looked_at(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Everything_about_it_is_there_and_it_is_revoked_by_who_may()
    {
        var asked = await EventWithRequests.Make(console, requests: 1, approval: ApprovalMode.Auto);
        var request = asked.Requests[0];
        await using var operatorVisit = await console.Visit(await console.Account(Role.Operator));
        await operatorVisit.IsAt("");
        await operatorVisit.Open($"requests?event={asked.Event.Id}");
        await operatorVisit.Page.GetByText("A hundred points").ClickAsync();
        await operatorVisit.IsAt($"requests/{request.Id}");
        await operatorVisit.Shows("Nothing was posted");
        await operatorVisit.Shows("did “login” at least 1 time");
        await operatorVisit.IsAlive();
        await Expect(operatorVisit.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke" })).ToHaveCountAsync(0, new() { Timeout = 30_000 });

        await using var admin = await console.Visit(await console.Account(Role.Admin));
        await admin.IsAt("");
        await admin.Open($"requests/{request.Id}");
        await admin.IsAlive();
        await admin.Shows("Fulfilled");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("It was a mistake.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).ClickAsync();
        await admin.Shows("It was a mistake.");
        await admin.Shows("-100");
        await admin.Shows("request.revoked");
        await operatorVisit.Shows("It was a mistake.");
        (await admin.Barriers()).ShouldBeEmpty();
        admin.Errors.ShouldBeEmpty();
    }
}
