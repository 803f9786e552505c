using Microsoft.Playwright;
using OperatorsConsole.Tests.Approvals;
using Testing.Processes;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Pictures;

/// <summary>
/// Each screen, light, dark and on a phone. With <c>CONSOLE_PICTURES=docs/console</c> the test keeps what it saw there.
/// </summary>
[Collection(ConsoleUnderTest.Collection)]
public sealed class Every_screen(ConsoleUnderTest console)
{
    private const int Tallest = 1600;

    private static readonly string? Folder = Environment.GetEnvironmentVariable("CONSOLE_PICTURES") is { Length: > 0 } folder ? Path.Combine(Repository.Root, folder) : null;

    [RealFact(Real.Chromium)]
    public async Task Has_no_barrier_fits_a_phone_and_offends_no_rule_of_the_browser()
    {
        var email = await console.Account(Role.Admin, Role.User);
        await using var given = await GivenScreens.Make(console, email);
        await using var stranger = await console.Visit();
        await using var admin = await console.Visit(email);
        await admin.IsAt("");
        var faults = new List<string>();
        foreach (var (visit, screens) in new[] { (stranger, GivenScreens.Open), (admin, given.SignedIn) })
        {
            foreach (var (name, place) in screens)
            {
                await visit.Open(place);
                if (visit == admin)
                {
                    await visit.IsAlive();
                    await visit.IsLoaded();
                }

                faults.AddRange((await Look(visit, name)).Select(fault => $"{name}: {fault}"));
            }

            faults.AddRange(visit.Errors);
        }

        faults.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task Has_no_barrier_in_its_dialogs()
    {
        var asked = await EventWithRequests.Make(console, requests: 1);
        await using var visit = await console.Visit(await console.Account(Role.Admin));
        await visit.IsAt("");
        var faults = new List<string>();
        foreach (var (place, button) in new[] { (asked.Queue, "Reject"), ($"rewards?q={Uri.EscapeDataString(asked.Event.Name)}", "Change stock of"), ($"events/{asked.Event.Id}", "Archive") })
        {
            await visit.Open(place);
            await visit.IsAlive();
            await visit.IsLoaded();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = false }).First.ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync(new() { Timeout = 30_000 });
            faults.AddRange((await Look(visit, name: null)).Select(fault => $"{button}: {fault}"));
        }

        faults.AddRange(visit.Errors);
        faults.ShouldBeEmpty();
    }

    /// <param name="name">Of its pictures; null: none is kept.</param>
    private static async Task<List<string>> Look(Visit visit, string? name)
    {
        var page = visit.Page;
        await page.SetViewportSizeAsync(1280, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        var faults = new List<string>(await visit.Barriers());
        await Keep(page, name, "light");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        faults.AddRange((await visit.Barriers()).Select(fault => $"dark: {fault}"));
        await Keep(page, name, "dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(390, 844);
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > 390)
        {
            faults.Add($"is {width} wide on a phone of 390");
        }

        await Keep(page, name, "390");
        return faults;
    }

    private static async Task Keep(IPage page, string? name, string how)
    {
        if (Folder is null || name is null)
        {
            return;
        }

        var size = page.ViewportSize!;
        var height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await page.SetViewportSizeAsync(size.Width, Math.Clamp(height, size.Height, Tallest));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{how}.png"), Animations = ScreenshotAnimations.Disabled });
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
