using Microsoft.Playwright;
using OperatorsConsole.Tests.Approvals;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Earning;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_somebody_earns(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task He_sees_what_is_missing_requests_what_he_has_earned_and_finds_it_in_his_wallet()
    {
        var asked = await EventWithRequests.Make(console, requests: 0);
        var far = await console.Admin.Events.Create(new NewEvent($"Far {Guid.NewGuid():N}"[..20], TimeProvider.System.GetUtcNow().AddDays(-1))
        {
            Status = EventStatus.Active,
            Condition = Condition.Count("purchase", Comparison.AtLeast, 3),
        });
        await console.Admin.Rewards.Add(far.Id, NewReward.Badge("Regular", "regular"));
        var email = await console.Account();
        await using var visit = await console.Visit(email);
        await visit.IsAt("");
        await visit.Page.Locator(".menu a[href='earn']").ClickAsync();
        await visit.IsAt("earn");
        await visit.IsAlive();
        await visit.Shows("Still missing: “purchase” 3 more times.");
        await Expect(Button(visit, far.Name)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        (await visit.Barriers()).ShouldBeEmpty();

        // Both presses are sent before the first is answered.
        await Button(visit, asked.Event.Name).EvaluateAsync("button => { button.click(); button.click(); }");
        await visit.Shows("It is requested.");
        await Expect(visit.Page.Locator("td .state")).ToHaveTextAsync("Pending", new() { Timeout = 30_000 });
        await Expect(Button(visit, asked.Event.Name)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        var request = (await console.Admin.Requests.List(eventId: asked.Event.Id).Page()).Items.ShouldHaveSingleItem();

        await console.Admin.Requests.Approve(request.Id, "Well done.");
        await Expect(visit.Page.Locator("td .state")).ToHaveTextAsync("Fulfilled", new() { Timeout = 30_000 });
        await visit.Page.Locator(".menu a[href='wallet']").ClickAsync();
        await visit.IsAt("wallet");
        await Expect(visit.Page.Locator("dd").Filter(new() { HasText = "100" }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visit.Shows("Given to you");
        await visit.Page.Locator("summary").ClickAsync();
        await visit.Shows("Well done.");
        (await visit.Barriers()).ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task Two_presses_are_one_request_of_what_may_be_claimed_more_often_too()
    {
        var often = await console.Admin.Events.Create(new NewEvent($"Often {Guid.NewGuid():N}"[..20], TimeProvider.System.GetUtcNow().AddDays(-1))
        {
            Status = EventStatus.Active,
            Approval = ApprovalMode.Auto,
            ClaimLimit = new ClaimLimit(ClaimSpan.Day, 3),
        });
        await console.Admin.Rewards.Add(often.Id, NewReward.Points("Seven points", 7));
        await using var visit = await console.Visit(await console.Account());
        await visit.IsAt("");
        await visit.Open("earn");
        await visit.IsAlive();

        await Button(visit, often.Name).EvaluateAsync("button => { button.click(); button.click(); }");
        await visit.Shows("It is requested.");
        await Expect(visit.Page.Locator("td .state")).ToHaveTextAsync("Fulfilled", new() { Timeout = 30_000 });

        (await console.Admin.Requests.List(eventId: often.Id).Page()).Items.ShouldHaveSingleItem();
        await Expect(Button(visit, often.Name)).ToBeEnabledAsync(new() { Timeout = 30_000 });
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_refusal_is_in_the_words_of_the_API_and_what_waits_can_be_cancelled()
    {
        var asked = await EventWithRequests.Make(console, requests: 0);
        var email = await console.Account();
        await using var visit = await console.Visit(email);
        await visit.IsAt("");
        await visit.Open("earn");
        await visit.IsAlive();
        await Expect(Button(visit, asked.Event.Name)).ToHaveCountAsync(1, new() { Timeout = 30_000 });

        await console.Admin.Events.Change(asked.Event.Id, new EventChange { RequestLimit = 1 });
        await EventWithRequests.Request(console, asked.Event, await console.Account());
        await Button(visit, asked.Event.Name).ClickAsync();
        await visit.Shows(Codes.RequestLimitReached);

        await console.Admin.Events.Change(asked.Event.Id, new EventChange { RequestLimit = 2 });
        await Button(visit, asked.Event.Name).ClickAsync();
        await visit.Shows("It is requested.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Cancel the request of {asked.Event.Name}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();
        await Expect(visit.Page.Locator("td .state")).ToHaveTextAsync("Cancelled", new() { Timeout = 30_000 });
        await Expect(Button(visit, asked.Event.Name)).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        visit.Errors.ShouldBeEmpty();
    }

    private static ILocator Button(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Request it: {name}" });
}
