using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Live;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_it_is_over(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task A_stage_tells_who_watched_and_how_many_at_once()
    {
        var stage = await console.Admin.Stages.Create($"Stage {Guid.NewGuid():N}"[..16], "The evening");
        using var viewer = await console.SignedIn(await console.Account());
        var token = await viewer.Stages.IssueToken(stage.Id, [StageCapability.Subscribe]);
        var session = await viewer.Stages.Join(stage.Id, token.Token);
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open("live");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Link, new() { Name = stage.Name }).ClickAsync();
        await visit.Shows("The evening");
        await visit.Shows("On the stage at once");
        await Expect(page.Locator("td[data-label=Until]")).ToHaveTextAsync("now", new() { Timeout = 30_000 });
        await viewer.Stages.Leave(stage.Id, session.Id);
        await console.Admin.Stages.Close(stage.Id);

        await visit.Open("live/stages?status=Closed");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Link, new() { Name = stage.Name }).ClickAsync();
        await visit.Shows("Closed");
        await page.GetByLabel("Which").SelectOptionAsync("true");
        await visit.Shows("No session is like that.");
        await Expect(page.GetByLabel("Which")).ToHaveValueAsync("true");
        await page.GetByLabel("Which").SelectOptionAsync("false");
        await Expect(page.Locator("td[data-label='Watched, s']")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("Which")).ToHaveValueAsync("false");
        (await visit.Barriers()).ShouldBeEmpty();
        await visit.Open($"live/stages/{stage.Id}?open=x");
        await Expect(page.GetByLabel("Which")).ToHaveValueAsync("", new() { Timeout = 30_000 });
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_room_tells_who_was_there_and_is_closed_by_an_administrator()
    {
        using var owner = await console.SignedIn(await console.Account());
        var room = await owner.Rooms.Create($"Room {Guid.NewGuid():N}"[..16]);
        var token = await owner.Rooms.IssueToken(room.Id, [RoomPermission.Audio]);
        await using (var connection = await owner.Live.Connect())
        {
            await connection.JoinRoom(room.Id, token.Token);
            await connection.LeaveRoom(room.Id);
        }

        await using var visit = await console.Visit(await console.Account(Role.Admin));
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open("live/rooms?status=Active");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Link, new() { Name = room.Name }).ClickAsync();
        await Expect(page.Locator("td[data-label='Might bring']")).ToHaveTextAsync("audio", new() { Timeout = 30_000 });
        await visit.Shows("In the room at once");
        (await visit.Barriers()).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await visit.Shows("Closed");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_user_is_told_of_neither()
    {
        using var owner = await console.SignedIn(await console.Account());
        var room = await owner.Rooms.Create($"Room {Guid.NewGuid():N}"[..16]);
        var stage = await console.Admin.Stages.Create("Of others");
        await using var visit = await console.Visit(await console.Account());
        var page = visit.Page;
        await visit.IsAt("");
        foreach (var place in new[] { "live/stages", $"live/stages/{stage.Id}", "live/rooms" })
        {
            await visit.Open(place);
            await visit.Shows("You may not see this");
        }

        await visit.Open($"live/rooms/{Guid.NewGuid()}");
        await visit.Shows("This is not there");

        // It is open to everybody; who was in it is not.
        await visit.Open($"live/rooms/{room.Id}");
        await visit.IsAlive();
        await visit.Shows(room.Name);
        await Expect(page.GetByText("Who was there")).ToHaveCountAsync(0);
        await visit.IsLoaded();
        (await page.Locator("main").TextContentAsync()).ShouldNotBeNull().ShouldNotContain("You may not");
        visit.Errors.ShouldAllBe(error => error.Contains("403 (Forbidden)", StringComparison.Ordinal));
    }
}
