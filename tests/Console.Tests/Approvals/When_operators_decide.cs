using System.Diagnostics;
using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Approvals;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_operators_decide(ConsoleUnderTest console)
{
    /// <summary>A second, and what a loaded machine adds to it.</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(3);

    [RealFact(Real.Chromium)]
    public async Task Each_sees_within_a_second_what_the_other_has_decided()
    {
        var asked = await EventWithRequests.Make(console, requests: 3);
        await using var first = await At(asked.Queue);
        await using var second = await At(asked.Queue);
        await Rows(first, 3);
        await Rows(second, 3);
        await second.Page.GetByLabel("Choose all on this page").CheckAsync();
        await second.Shows("3 chosen");
        (await second.Barriers()).ShouldBeEmpty();

        await first.Page.Keyboard.PressAsync("j");
        await first.Page.Keyboard.PressAsync("r");
        await Reason(first, "Not this time.", "Reject");
        await first.Shows("Not this time.");
        var since = Stopwatch.GetTimestamp();
        await second.Shows("Not this time.");
        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(Seen);

        await Rows(second, 2);
        await second.Shows("2 chosen");
        await second.Page.Keyboard.PressAsync("a");
        await Reason(second, "", "Approve");
        await Rows(second, 1);
        await Rows(first, 1);
        (await console.Admin.Requests.List(eventId: asked.Event.Id, status: RequestStatus.Rejected).Page()).Items.Count.ShouldBe(1);
        first.Errors.ShouldBeEmpty();
        second.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task Four_eyes_are_two_operators_and_each_refusal_of_many_is_told()
    {
        var asked = await EventWithRequests.Make(console, requests: 2, fourEyes: true);
        await using var first = await At(asked.Queue);
        await first.Shows("the first approval is missing");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = false }).First.ClickAsync();
        await Reason(first, "Looks right.", "Approve");
        await first.Shows("first approval by you");
        await first.Shows("1 of 2");

        await first.Page.GetByLabel("Choose all on this page").CheckAsync();
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Approve all chosen" }).ClickAsync();
        await Reason(first, "", "Approve all");
        await first.Shows("1 of 2 were approved.");
        await first.Shows(Codes.SameOperator);

        await using var second = await At(asked.Queue);
        await Rows(second, 2);
        await second.Page.GetByLabel("Choose all on this page").CheckAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Approve all chosen" }).ClickAsync();
        await Reason(second, "Both of us.", "Approve all");
        await second.Shows("2 of 2 were approved.");
        await second.Shows("Nothing waits for a decision.");
        await first.Shows("Nothing waits for a decision.");
    }

    [RealFact(Real.Chromium)]
    public async Task The_buttons_are_at_hand_on_a_phone_however_long_the_queue_is()
    {
        var asked = await EventWithRequests.Make(console, requests: 6);
        await using var visit = await At(asked.Queue);
        await visit.Page.SetViewportSizeAsync(390, 844);
        await Rows(visit, 6);

        await visit.Page.Locator("tbody .link-button").Last.ClickAsync();

        var approve = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = false });
        await Expect(approve).ToBeInViewportAsync(new() { Timeout = 30_000 });
        (await visit.Barriers()).ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_request_of_ones_own_waits_for_somebody_else()
    {
        var asked = await EventWithRequests.Make(console, requests: 0);
        var email = await console.Account(Role.User, Role.Operator);
        await EventWithRequests.Request(console, asked.Event, email);
        await using var visit = await console.Visit(email);
        await visit.IsAt("");
        await visit.Open(asked.Queue);
        await visit.Shows("This request is your own: somebody else decides on it.");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    [RealFact(Real.Chromium)]
    public async Task An_address_with_no_id_lists_nothing()
    {
        await using var visit = await At("approvals?event=no-id");
        await visit.Shows("This is not an id");
        await visit.Open("requests?event=no-id");
        await visit.Shows("This is not an id");
        visit.Errors.ShouldBeEmpty();
    }

    private async Task<Visit> At(string place)
    {
        var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open(place);
        await visit.IsAlive();
        return visit;
    }

    private static Task Rows(Visit visit, int count) => Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(count, new() { Timeout = 30_000 });

    private static async Task Reason(Visit visit, string reason, string verb)
    {
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }).ClickAsync();
    }
}
