using Microsoft.Playwright;
using Testing.Processes;
using Testing.Servers;

namespace OperatorsConsole.Tests;

/// <summary>Platform with its console, and one browser, for all classes of the collection.</summary>
public sealed class ConsoleUnderTest : IAsyncLifetime
{
    public const string Collection = "Console";

    public const string Password = "Correct-horse-7";

    private readonly PlatformHost platform = PlatformHost.With(("Campaigns__AllowPrivateNetworks", "true"));
    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public Uri Platform => platform.Address;

    /// <summary>Where its mails are.</summary>
    public string Mails => Path.Combine(platform.Folder, "mail");

    public Uri Address => new(platform.Address, "/console/");

    /// <summary>The administrator, at the API.</summary>
    public MessagingClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!Real.Chromium.IsInstalled())
        {
            return;
        }

        try
        {
            await platform.InitializeAsync();
            Admin = new MessagingClient(new MessagingClientOptions { Address = platform.Address });
            await Admin.Sessions.LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
            playwright = await Playwright.CreateAsync();
            Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumBrowser.Path, Args = ChromiumBrowser.Arguments });
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
        await (Browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        Admin?.Dispose();
        await platform.DisposeAsync();
    }

    /// <summary>A new account, of a user alone where nothing else is said. A session ends that of whoever signed in before with the same one.</summary>
    public async Task<string> Account(params IReadOnlyCollection<Role> roles)
    {
        var email = $"somebody-{Guid.NewGuid():N}@example.com";
        using var anyone = new MessagingClient(new MessagingClientOptions { Address = platform.Address });
        var user = await anyone.Users.Register(email, Password, "Robin Somebody");
        if (roles.Count > 0)
        {
            await Admin.Users.ChangeRoles(user.Id, roles);
        }

        return email;
    }

    /// <summary>At the API, as he.</summary>
    public async Task<MessagingClient> SignedIn(string email)
    {
        var client = new MessagingClient(new MessagingClientOptions { Address = platform.Address });
        await client.Sessions.LogIn(email, Password);
        return client;
    }

    /// <summary>A team of somebody asks for him.</summary>
    public async Task Invite(string email)
    {
        using var owner = await SignedIn(await Account());
        var team = await owner.Teams.Create("Night shift");
        await owner.Teams.Invite(team.Id, email);
    }

    /// <summary>A browser profile of his own, signed in where he has an account.</summary>
    public async Task<Visit> Visit(string? email = null, string password = Password, BrowserNewContextOptions? options = null)
    {
        var visit = new Visit(await (await Browser.NewContextAsync(options)).NewPageAsync(), Address);
        if (email is not null)
        {
            await visit.SignIn(email, password);
        }

        return visit;
    }
}

[CollectionDefinition(ConsoleUnderTest.Collection)]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleUnderTest>;
