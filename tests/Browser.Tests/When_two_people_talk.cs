using Microsoft.Playwright;
using Testing.Processes;
using Testing.Servers;

namespace Browser.Tests;

/// <summary>The sample's page in two browser profiles, over the platform and coturn: what they say and show can pass through coturn alone.</summary>
public sealed class When_two_people_talk : IAsyncLifetime
{
    private readonly CoturnServer coturn = new(TestAccounts.TurnSecret);
    private readonly SamplePage page = new();
    private PlatformHost? platform;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (!Real.Chromium.IsInstalled() || !Real.Coturn.IsInstalled() || !Real.Npm.IsInstalled())
        {
            return;
        }

        try
        {
            await page.Serve();
            platform = PlatformHost.With(("Cors__Origins__0", page.Origin), ("Turn__Uris__0", coturn.ConnectionString));
            await Task.WhenAll(page.Build(), coturn.Start(), platform.InitializeAsync());
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumBrowser.Path, Args = ChromiumBrowser.Arguments });
        }
        catch
        {
            // Of what did not begin xunit asks no end.
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        try
        {
            await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
            playwright?.Dispose();
            await (platform?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        finally
        {
            await coturn.DisposeAsync();
            await page.DisposeAsync();
        }
    }

    [RealFact(Real.Chromium, Real.Coturn, Real.Npm, Own = true)]
    public async Task Text_and_pictures_pass_through_TURN_and_outlast_the_connection_to_the_hub()
    {
        var ada = await Visitor.Open(browser!, "Ada", "#c03020", page.Origin, platform!.Address);
        var bob = await Visitor.Open(browser!, "Bob", "#2050b0", page.Origin, platform.Address);
        await Task.WhenAll(ada.SignUp(), bob.SignUp());
        await bob.TakeRoom(await ada.OpenRoom());
        await ada.Join();
        await bob.Join();

        await Task.WhenAll(ada.IsConnected(bob, "through TURN"), bob.IsConnected(ada, "through TURN"));
        await ada.Say("Hello Bob");
        await bob.Reads("Hello Bob");
        await bob.Say("Hello Ada");
        await ada.Reads("Hello Ada");
        await Task.WhenAll(ada.Sees(bob), bob.Sees(ada));

        await ada.LosesItsHub();
        await ada.Notes("back as the same participant");
        await bob.Say("Still here");
        await ada.Reads("Still here");

        await bob.Leave();
        await ada.HasNoFrameOf(bob);
    }
}
