using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Events;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_an_event_is_made(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task It_is_built_tried_given_coupons_from_a_file_published_paused_and_ended()
    {
        using var user = await console.SignedIn(await console.Account());
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open("events/new");
        await visit.IsAlive();
        await page.GetByLabel("Name").FillAsync("Opening night");
        await page.GetByLabel("From").FillAsync("2020-05-01T10:00");
        await page.GetByLabel("everyone").UncheckAsync();
        await page.GetByLabel("Activity").FillAsync("login");
        await page.GetByLabel("Value").FillAsync("1");
        await visit.Shows("Eligible is who did “login” at least 1 time.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the draft" }).ClickAsync();
        await visit.Shows("This event gives nothing yet");

        // At any moment: before the login nobody had done it.
        await page.GetByLabel("Id of a user").FillAsync(user.Sessions.Current!.User.Id.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await visit.Shows("has 1");
        await page.GetByLabel("At", new() { Exact = true }).FillAsync("2021-01-01T00:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await visit.Shows("Not eligible");

        await page.GetByText("Add a reward").ClickAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("Coupon");
        await page.GetByLabel("Name").FillAsync("Voucher");
        await page.GetByLabel("Good until").FillAsync("2040-01-01T00:00");
        await Choose(page, "code\nAA-1\naa-1\nBB-2\n");
        await visit.Shows("is the code of line 2");
        (await visit.Barriers()).ShouldBeEmpty();
        var mark = Guid.NewGuid().ToString("N")[..8];
        await Choose(page, string.Concat(Enumerable.Range(1, 5_000).Select(i => $"{mark}-{i},something\n")));
        await visit.Shows("5\u202F000 codes, no fault.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the reward" }).ClickAsync();
        await visit.Shows("A coupon of its own for each");

        await Step(page, "Publish");
        await visit.Shows("Active");
        await Step(page, "Pause");
        await visit.Shows("Paused");
        await Step(page, "End");
        await visit.Shows("Ended");
        visit.Errors.ShouldBeEmpty();
    }

    private static Task Choose(IPage page, string text) => page.GetByLabel("CSV file").SetInputFilesAsync(new FilePayload
    {
        Name = "codes.csv",
        MimeType = "text/csv",
        Buffer = System.Text.Encoding.UTF8.GetBytes(text),
    });

    private static async Task Step(IPage page, string verb)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }).ClickAsync();
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }).ClickAsync();
    }
}
