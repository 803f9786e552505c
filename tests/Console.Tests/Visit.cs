using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests;

/// <summary>Somebody at the console.</summary>
public sealed class Visit : IAsyncDisposable
{
    private const float Patience = 30_000;

    private readonly Uri address;

    public Visit(IPage page, Uri address)
    {
        (Page, this.address) = (page, address);
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the browser complained of: what the Content-Security-Policy refused, too.</summary>
    public List<string> Errors { get; } = [];

    public async Task SignIn(string email, string password)
    {
        await Open("sign-in");
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <param name="place">Below the console's path.</param>
    public Task<IResponse?> Open(string place) => Page.GotoAsync(new Uri(address, place).ToString());

    public Task Shows(string text) => Expect(Page.Locator("main")).ToContainTextAsync(text, new() { Timeout = Patience });

    public Task IsAt(string place) => Expect(Page).ToHaveURLAsync(new Uri(address, place).ToString(), new() { Timeout = Patience });

    /// <summary>Its circuit listens to what is clicked.</summary>
    public Task IsAlive() => Expect(Page.Locator("[data-alive]")).ToHaveCountAsync(1, new() { Timeout = Patience });

    /// <summary>Each part of it has its answer.</summary>
    public Task IsLoaded() => Expect(Page.Locator(".loading")).ToHaveCountAsync(0, new() { Timeout = Patience });

    /// <summary>What is serious for who does not see, or does not point.</summary>
    public async Task<IReadOnlyList<string>> Barriers()
    {
        var found = await Page.RunAxe();
        return [.. found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe)];
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private static string Describe(AxeResultItem violation) => $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}";
}
