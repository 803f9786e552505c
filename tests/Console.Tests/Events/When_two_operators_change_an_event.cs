using System.Text.Json;
using Microsoft.Playwright;
using OperatorsConsole.Events.Editing;
using Testing.Servers;

namespace OperatorsConsole.Tests.Events;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_two_operators_change_an_event(ConsoleUnderTest console)
{
    private static readonly EventDraft Read = new("Fair", null, null, DateTimeOffset.UnixEpoch, null, "UTC", ApprovalMode.Auto, null, FourEyes: false, null, null, null);

    [Fact]
    public void What_both_changed_a_person_decides_and_the_rest_stands()
    {
        var mine = Read with { Name = "My fair", RequestLimit = 10 };
        var theirs = Stored(Read with { Name = "Their fair", TimeZone = "Europe/Berlin" });

        var merge = new Merge(Read, mine, theirs);

        merge.Fields.ToDictionary(field => field.Name, field => merge[field]).ShouldBe(
            new Dictionary<string, Side> { ["Name"] = Side.Undecided, ["Time zone"] = Side.Theirs, ["Request limit"] = Side.Mine }, ignoreOrder: true);
        merge.IsDecided.ShouldBeFalse();
        merge[merge.Fields.Single(field => field.Name == "Name")] = Side.Mine;
        merge.IsDecided.ShouldBeTrue();
        merge.Merged.ShouldBe(Read with { Name = "My fair", RequestLimit = 10, TimeZone = "Europe/Berlin" });
    }

    [Fact]
    public void Only_what_was_changed_is_sent()
    {
        var change = (Read with { Description = "New", PeriodEnd = DateTimeOffset.UnixEpoch.AddDays(1) }).ChangeFrom(Read);

        change.Description.IsGiven.ShouldBeTrue();
        change.PeriodEnd.IsGiven.ShouldBeTrue();
        (change.Name, change.Status, change.TimeZone, change.PeriodStart).ShouldBe((null, null, null, null));
        (change.Condition.IsGiven, change.ClaimLimit.IsGiven, change.RequestLimit.IsGiven).ShouldBe((false, false, false));
    }

    [RealFact(Real.Chromium)]
    public async Task The_second_sees_both_versions_and_overwrites_nothing_unseen()
    {
        var held = await console.Admin.Events.Create(new NewEvent("Night market", DateTimeOffset.UnixEpoch) { Description = "Old words" });
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open($"events/{held.Id}/edit");
        await visit.IsAlive();
        await visit.Page.GetByLabel("Name").FillAsync("Night market by the river");
        await visit.Page.GetByLabel("Requests in all").FillAsync("500");

        await console.Admin.Events.Change(held.Id, new EventChange { Name = "Market at night", Description = "New words" });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await visit.Shows("Somebody changed this event meanwhile");
        await visit.Shows("Market at night");
        var save = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save what was chosen" });
        (await save.IsDisabledAsync()).ShouldBeTrue();
        await visit.Page.GetByLabel("Night market by the river").CheckAsync();
        (await visit.Barriers()).ShouldBeEmpty();
        await save.ClickAsync();
        await visit.IsAt($"events/{held.Id}");

        var merged = await console.Admin.Events.Get(held.Id);
        (merged.Name, merged.Description, merged.RequestLimit).ShouldBe(("Night market by the river", "New words", 500));
        visit.Errors.ShouldBeEmpty();
    }

    private static Event Stored(EventDraft draft) => JsonSerializer.Deserialize<Event>(JsonSerializer.Serialize(new
    {
        Id = Guid.NewGuid(),
        draft.Name,
        draft.Description,
        draft.Condition,
        draft.PeriodStart,
        draft.PeriodEnd,
        draft.TimeZone,
        Status = EventStatus.Draft,
        draft.Approval,
        draft.ApprovalDeadlineSeconds,
        draft.FourEyes,
        draft.ClaimLimit,
        draft.RequestLimit,
        draft.PointBudget,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Version = 2,
    }))!;
}
