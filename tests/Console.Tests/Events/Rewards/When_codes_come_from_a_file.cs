using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using OperatorsConsole.Events.Rewards;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Events.Rewards;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_codes_come_from_a_file(ConsoleUnderTest console)
{
    private const string File = "CSV file";
    private const float Storing = 120_000;

    private readonly string prefix = Guid.NewGuid().ToString("N")[..8];

    /// <summary>As many as a reward may have: 1.6 MB.</summary>
    [RealFact(Real.Chromium)]
    public async Task A_hundred_thousand_are_read_while_he_sees_how_far_and_stored_once_no_line_has_a_fault()
    {
        var made = await console.Admin.Events.Create(new NewEvent($"Codes {prefix}", TimeProvider.System.GetUtcNow().AddDays(-1)) { Status = EventStatus.Active });
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        await visit.IsAt("");
        await visit.Open($"events/{made.Id}/rewards/new");
        await visit.IsAlive();
        await visit.Page.GetByLabel("Kind").SelectOptionAsync("Coupon");
        await visit.Page.GetByLabel("Name").FillAsync("One of many");
        await visit.Page.GetByLabel("Good until").FillAsync("2099-01-01T00:00");
        await visit.Page.EvaluateAsync("""
            () => {
              globalThis.told = new Set();
              new MutationObserver(() => told.add(document.querySelector("main [role=status]")?.textContent.trim()))
                .observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
            }
            """);

        await Choose(visit, i => i switch { 70_000 => $"{prefix}-1", 90_000 => "\"open", _ => $"{prefix}-{i}" });
        await visit.Shows($"{Shown(CouponFile.Most - 2)} codes; lines with a fault: 2");
        await Expect(visit.Page.Locator("tbody tr")).ToHaveTextAsync([$"{Shown(70_000)}{prefix}-1is the code of line 1", $"{Shown(90_000)}openhas a quote that is not closed"]);
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add the reward" })).ToBeDisabledAsync();
        var told = await visit.Page.EvaluateAsync<string[]>("() => [...told].filter(text => /^Reading… [\\d\\u202F]+ lines$/.test(text))");
        told.ShouldNotBeEmpty();

        await Choose(visit, i => $"{prefix}-{i}");
        await visit.Shows($"{Shown(CouponFile.Most)} codes, no fault.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add the reward" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(console.Address, $"events/{made.Id}").ToString(), new() { Timeout = Storing });

        var reward = (await console.Admin.Rewards.List(made.Id).Page()).Items.ShouldHaveSingleItem();
        (reward.Type, reward.Stock, reward.Remaining).ShouldBe((RewardType.Coupon, CouponFile.Most, CouponFile.Most));
        visit.Errors.ShouldBeEmpty();
    }

    private static Task Choose(Visit visit, Func<int, string> line) => visit.Page.GetByLabel(File).SetInputFilesAsync(new FilePayload
    {
        Name = "codes.csv",
        MimeType = "text/csv",
        Buffer = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, CouponFile.Most).Select(line))),
    });

    private static string Shown(int amount) => amount.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F');
}
