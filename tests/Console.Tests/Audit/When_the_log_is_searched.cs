using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Audit;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_the_log_is_searched(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task A_change_shows_before_and_after_and_the_whole_log_is_verified_and_kept()
    {
        var made = await console.Admin.Events.Create(new NewEvent("Before the change", DateTimeOffset.UnixEpoch));
        await console.Admin.Events.Change(made.Id, new EventChange { Name = "After the change" });
        await using var visit = await console.Visit(await console.Account(Role.Auditor));
        await visit.IsAt("");
        await visit.Open($"audit?target=event:{made.Id}&action=event.updated");
        await visit.IsAlive();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "event.updated" }).ClickAsync();
        await visit.Shows("Before the change");
        await visit.Shows("After the change");
        (await visit.Barriers()).ShouldBeEmpty();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the whole log" }).ClickAsync();
        await visit.Shows("entries are whole.");

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByText("Export all entries").ClickAsync());
        await using var log = await download.CreateReadStreamAsync();
        using var lines = new StreamReader(log);
        (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldContain(line => line.Contains("After the change", StringComparison.Ordinal));
        visit.Errors.ShouldBeEmpty();
    }
}
