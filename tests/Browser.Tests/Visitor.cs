using System.Globalization;
using Microsoft.Playwright;
using Testing;
using static Microsoft.Playwright.Assertions;

namespace Browser.Tests;

/// <summary>Somebody with the page open, in a browser profile of his own.</summary>
internal sealed class Visitor(IPage page, string name, string colour)
{
    private const float Patience = 60_000;

    private IWebSocketRoute? socket;

    public string Name => name;

    /// <summary>Of the drawing that he shows.</summary>
    public string Colour => colour;

    public static async Task<Visitor> Open(IBrowser browser, string name, string colour, string page, Uri platform)
    {
        var visitor = new Visitor(await (await browser.NewContextAsync()).NewPageAsync(), name, colour);
        await visitor.Open(page, platform);
        return visitor;
    }

    public async Task SignUp()
    {
        var form = page.Locator("#sign-in");
        await form.Locator("[name=name]").FillAsync(name);
        await form.Locator("[name=email]").FillAsync($"{name}-{Guid.NewGuid():N}@example.com");
        await form.Locator("[name=password]").FillAsync("Correct-horse-7");
        await form.GetByText("New account").ClickAsync();
        await Says(form, "Signed in");
    }

    /// <summary>The address of the page for whoever is to come in, too.</summary>
    public async Task<string> OpenRoom()
    {
        var form = page.Locator("#choose");
        await form.GetByText("Open it").ClickAsync();
        await Says(form, "Our room");
        return page.Url;
    }

    public async Task TakeRoom(string address)
    {
        var form = page.Locator("#choose");
        await form.Locator("[name=id]").FillAsync(address);
        await form.GetByText("Take it").ClickAsync();
        await Says(form, "Our room");
    }

    /// <summary>With a drawing for a picture, and ICE through TURN alone.</summary>
    public async Task Join()
    {
        var form = page.Locator("#join");
        await form.Locator("[name=colour]").FillAsync(colour);
        await form.Locator("[name=relay]").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Says(form, "You are in");
    }

    public Task Leave() => page.Locator("#join").GetByText("Leave").ClickAsync();

    public async Task Say(string text)
    {
        await page.Locator("#say [name=text]").FillAsync(text);
        await page.Locator("#say [name=text]").PressAsync("Enter");
    }

    public Task Reads(string text) => Expect(page.Locator("#texts")).ToContainTextAsync(text, new() { Timeout = Patience });

    public Task Notes(string text) => Expect(page.Locator("#notes")).ToContainTextAsync(text, new() { Timeout = Patience });

    public Task IsConnected(Visitor other, string way) => Expect(Frame(other).Locator(".way")).ToHaveTextAsync(way, new() { Timeout = Patience });

    public Task HasNoFrameOf(Visitor other) => Expect(Frame(other)).ToHaveCountAsync(0, new() { Timeout = Patience });

    /// <summary>Frames that came over the network show the other's colour, for the codec's exactness.</summary>
    public async Task Sees(Visitor other)
    {
        var expected = Parse(other.Colour);
        int[]? seen = null;
        await Wait.Until(
            async () => (seen = await Corner(Frame(other).Locator("video"))) is not null && seen.Zip(expected, (a, b) => Math.Abs(a - b)).Max() < 40,
            () => $"{name} to see {other.Colour}, not {(seen is null ? "nothing" : string.Join(' ', seen))}",
            TimeSpan.FromMilliseconds(Patience));
    }

    /// <summary>The connection of his page to the hub ends.</summary>
    public Task LosesItsHub() => socket!.CloseAsync();

    private async Task Open(string address, Uri platform)
    {
        await page.RouteWebSocketAsync(
            route => route.Contains("/live/hub", StringComparison.Ordinal),
            route =>
            {
                route.ConnectToServer();
                socket = route;
            });
        await page.GotoAsync($"{address}/?api={platform.GetLeftPart(UriPartial.Authority)}");
    }

    private ILocator Frame(Visitor other) => page.Locator("figure").Filter(new() { HasText = other.Name });

    private static Task Says(ILocator form, string text) => Expect(form.Locator(".done")).ToContainTextAsync(text, new() { Timeout = Patience });

    /// <summary>Red, green and blue of the frame that is shown; null while there is none.</summary>
    private static Task<int[]?> Corner(ILocator video) => video.EvaluateAsync<int[]?>(
        """
        video => {
          if (!video.videoWidth) return null;
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
          const context = canvas.getContext("2d");
          context.drawImage(video, 0, 0);
          return [...context.getImageData(canvas.width / 16, canvas.height / 16, 1, 1).data].slice(0, 3);
        }
        """);

    private static int[] Parse(string colour) => [.. Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
