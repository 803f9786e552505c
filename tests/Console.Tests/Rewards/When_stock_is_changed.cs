using Microsoft.Playwright;
using Testing.Servers;

namespace OperatorsConsole.Tests.Rewards;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_stock_is_changed(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task What_is_left_is_told_anew()
    {
        var word = $"Stock{Guid.NewGuid():N}"[..14];
        var made = await console.Admin.Events.Create(new NewEvent(word, DateTimeOffset.UnixEpoch) { Status = EventStatus.Active });
        await console.Admin.Rewards.Add(made.Id, NewReward.Item("A cup", "cup") with { Stock = 5, LowStockAt = 5 });
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open($"rewards?q={word}&low=true");
        await visit.IsAlive();
        await visit.Shows("Few left");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Change stock of A cup" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Stock", new() { Exact = true }).FillAsync("1500");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change it" }).ClickAsync();
        await visit.Shows("The stock of A cup was changed.");
        await visit.Shows("Nothing runs out on this page.");
        (await console.Admin.Rewards.List(made.Id).Page()).Items[0].Remaining.ShouldBe(1500);
        visit.Errors.ShouldBeEmpty();
    }
}
