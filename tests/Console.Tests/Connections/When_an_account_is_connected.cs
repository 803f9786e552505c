using Microsoft.Playwright;
using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Connections;

[Collection(ConsoleUnderTest.Collection)]
public sealed class When_an_account_is_connected(ConsoleUnderTest console)
{
    [RealFact(Real.Chromium)]
    public async Task Its_campaigns_are_read_and_its_secret_is_shown_to_nobody()
    {
        await using var platform = await GivenPlatform.Start(campaigns: 120);
        var held = new TaskCompletionSource();
        platform.Before = held.Task;
        await using var visit = await console.Visit(await console.Account());
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open("connections");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Link, new() { Name = "HTTP of My own" }).ClickAsync();
        await Part(visit, "Configurations");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Production");
        await page.GetByLabel("Base URL").FillAsync("https://user@ads.example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".field-error")).ToContainTextAsync("Base URL");
        await page.GetByLabel("Base URL").FillAsync(platform.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.Shows("Production was saved.");
        await visit.Shows("In use");

        await Part(visit, "Accounts");
        await page.GetByLabel("Id of the account").FillAsync("acme");

        // A sign that no header takes.
        await page.GetByLabel("Token").FillAsync($"{GivenPlatform.Token} ü");
        (await visit.Barriers()).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(page.Locator(".field-error")).ToContainTextAsync("Token");
        await ShowsNoSecret(page);
        await page.GetByLabel("Token").FillAsync(GivenPlatform.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await visit.Shows("The credentials of acme are kept.");
        await Expect(page.GetByLabel("Token")).ToHaveValueAsync("");
        await ShowsNoSecret(page);
        await page.ReloadAsync();
        await visit.IsAlive();
        await visit.Shows("acme");
        await ShowsNoSecret(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now: acme" }).ClickAsync();
        await visit.Shows("Running");
        await Expect(page.Locator("td[data-label=Campaigns]")).ToHaveTextAsync("100", new() { Timeout = 30_000 });
        held.SetResult();
        await visit.Shows("Succeeded");
        await Expect(page.Locator("td[data-label=Campaigns]")).ToHaveTextAsync("120", new() { Timeout = 30_000 });
        (await visit.Barriers()).ShouldBeEmpty();

        await Part(visit, "Campaigns");
        await page.GetByLabel("Name").FillAsync("Spring 11");
        await page.GetByLabel("Name").PressAsync("Enter");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(11, new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Spring 119", Exact = true }).ClickAsync();
        await visit.Shows("c-119");
        await page.GetByRole(AriaRole.Link, new() { Name = "clicks" }).ClickAsync();
        await visit.Shows("clicks, as of each day");
        await page.GetByText("As a table").ClickAsync();
        await Expect(page.Locator(".chart tbody tr").Last).ToContainTextAsync("3 570".Replace(' ', '\u202F'));
        (await visit.Barriers()).ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task It_is_changed_given_other_credentials_and_taken_away()
    {
        await using var platform = await GivenPlatform.Start(campaigns: 3);
        var email = await console.Account();
        using var client = await console.SignedIn(email);
        var owner = Owner.User((await client.Sessions.Me()).Id);
        await platform.Connect(client, owner, "acme");
        await using var visit = await console.Visit(email);
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open("connections");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Link, new() { Name = "HTTP of My own" }).ClickAsync();
        await Part(visit, "Accounts");
        await visit.Shows("each 60 min");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change acme" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("By itself").FillAsync("15");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change it" }).ClickAsync();
        await visit.Shows("each 15 min");

        // A second one of that name would take the place of the first.
        await page.GetByLabel("Id of the account").FillAsync("acme");
        await page.GetByLabel("Token").FillAsync("another-token");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await visit.Shows("acme is connected already.");

        await page.GetByRole(AriaRole.Button, new() { Name = "New credentials of acme" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New credentials of acme" })).ToBeVisibleAsync();
        await page.GetByLabel("Token").FillAsync("another-token");

        // The schedule is changed meanwhile.
        var tab = await AnotherTab(page);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Change acme" }).ClickAsync();
        await tab.GetByRole(AriaRole.Dialog).GetByLabel("By itself").FillAsync("30");
        await tab.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Change it" }).ClickAsync();
        await Expect(tab.Locator("main")).ToContainTextAsync("each 30 min", new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace them" }).ClickAsync();
        await visit.Shows("The credentials of acme are kept.");
        (await console.Admin.Connections.Accounts(owner, "http").Page()).Items.Single().SyncEveryMinutes.ShouldBe(30);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now: acme" }).ClickAsync();
        await visit.Shows("the platform does not take the credentials");

        await Part(visit, "Accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "New credentials of acme" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New credentials of acme" })).ToBeVisibleAsync();
        await page.GetByLabel("Token").FillAsync("another-token");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect acme" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("acme");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disconnect it" }).ClickAsync();
        await visit.Shows("No account is connected.");
        await visit.Shows("Connect an account");
        await Expect(page.GetByLabel("Token")).ToHaveValueAsync("");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task What_was_taken_away_meanwhile_is_not_connected_again_by_its_new_credentials()
    {
        await using var platform = await GivenPlatform.Start(campaigns: 3);
        var email = await console.Account();
        using var client = await console.SignedIn(email);
        var me = await client.Sessions.Me();
        var owner = Owner.User(me.Id);
        await platform.Connect(client, owner, "acme");
        await using var visit = await console.Visit(email);
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open($"connections/users/{me.Id}/http?part=Accounts");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Button, new() { Name = "New credentials of acme" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New credentials of acme" })).ToBeVisibleAsync();
        await page.GetByLabel("Token").FillAsync("another-token");
        var tab = await AnotherTab(page);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Disconnect acme" }).ClickAsync();
        await tab.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("acme");
        await tab.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disconnect it" }).ClickAsync();
        await Expect(tab.Locator("main")).ToContainTextAsync("No account is connected.", new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace them" }).ClickAsync();
        await visit.Shows("acme is connected no more. Nothing was sent.");
        (await console.Admin.Connections.Accounts(owner, "http").Page()).Items.ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task A_configuration_in_use_is_changed_by_who_is_sure_and_saw_it_as_it_is()
    {
        await using var platform = await GivenPlatform.Start(campaigns: 3);
        var email = await console.Account();
        using var client = await console.SignedIn(email);
        var me = await client.Sessions.Me();
        var owner = Owner.User(me.Id);
        await client.Connections.CreateConfig(owner, "http", "Production", new { baseUrl = platform.Url });
        await using var visit = await console.Visit(email);
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open($"connections/users/{me.Id}/http?part=Configurations");
        await visit.IsAlive();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change Production" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Change Production" })).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Mine");
        var tab = await AnotherTab(page);
        await Rename(tab, "Production", "Theirs");
        await Expect(tab.Locator("main")).ToContainTextAsync("Theirs was saved.", new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.Shows("Production was changed meanwhile. Nothing was sent.");
        (await console.Admin.Connections.Configs(owner, "http").Page()).Items.Single().Name.ShouldBe("Theirs");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task Who_looks_at_what_is_anothers_may_sync_it_and_change_nothing()
    {
        await using var platform = await GivenPlatform.Start(campaigns: 3);
        using var client = await console.SignedIn(await console.Account());
        var me = await client.Sessions.Me();
        await platform.Connect(client, Owner.User(me.Id), "acme");
        await using var visit = await console.Visit(await console.Account(Role.Operator));
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open($"users/{me.Id}");
        await visit.IsAlive();
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Campaigns & connections" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "HTTP", Exact = true }).ClickAsync();
        await visit.Shows("you may look, its owner changes");
        await Part(visit, "Configurations");
        await visit.Shows("Production");
        await Expect(page.Locator("main form, main button")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Part(visit, "Accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now: acme" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("Succeeded", new() { Timeout = 30_000 });

        await using var stranger = await console.Visit(await console.Account());
        await stranger.IsAt("");
        await stranger.Open($"connections/users/{me.Id}/http");
        await stranger.Shows("This is not there");
        visit.Errors.ShouldBeEmpty();
    }

    [RealFact(Real.Chromium)]
    public async Task An_event_is_made_for_a_campaign_and_stands_with_it()
    {
        await using var platform = await GivenPlatform.Start(campaigns: 3);
        var email = await console.Account(Role.User, Role.Operator);
        using var client = await console.SignedIn(email);
        var team = await client.Teams.Create("Marketing");
        await platform.Connect(client, Owner.Team(team.Id), "acme");
        await using var visit = await console.Visit(email);
        var page = visit.Page;
        await visit.IsAt("");
        await visit.Open($"teams/{team.Id}");
        await visit.IsAlive();
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Campaigns & connections" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "HTTP", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Spring 2", Exact = true }).ClickAsync();
        await visit.Shows("names it.");
        var place = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "Make an event for it" }).ClickAsync();
        await Expect(page.GetByLabel("Campaign (empty: none)")).ToHaveValueAsync("http/acme/c-2", new() { Timeout = 30_000 });
        var name = $"Spring of {Guid.NewGuid():N}"[..20];
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the draft" }).ClickAsync();
        await visit.Shows("http/acme/c-2");
        await visit.Shows("Spent by its campaign");
        await page.GotoAsync(place);
        await visit.Shows(name);
        (await visit.Barriers()).ShouldBeEmpty();
        visit.Errors.ShouldBeEmpty();
    }

    private static async Task Rename(IPage page, string from, string to)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Change {from}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Change {from}" })).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(to);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("sends the credentials", new() { Timeout = 30_000 });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save it" }).ClickAsync();
    }

    /// <summary>Of the same person at the same place: to sign in once more would end his session.</summary>
    private static async Task<IPage> AnotherTab(IPage page)
    {
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync(page.Url);
        await Expect(tab.Locator("[data-alive]")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        return tab;
    }

    /// <summary>Neither what is drawn, nor where one is.</summary>
    private static async Task ShowsNoSecret(IPage page)
    {
        (await page.EvaluateAsync<string>("document.documentElement.outerHTML")).ShouldNotContain(GivenPlatform.Token);
        page.Url.ShouldNotContain(GivenPlatform.Token);
    }

    private static async Task Part(Visit visit, string part)
    {
        await visit.Page.Locator(".tabs").GetByRole(AriaRole.Link, new() { Name = part, Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator(".tabs [aria-current]")).ToHaveTextAsync(part, new() { Timeout = 30_000 });
    }
}
