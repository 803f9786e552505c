using System.Text.Json;
using Testing.Processes;

namespace Client.Tests.Flow;

/// <summary>One platform for the classes of this collection, as its program runs it.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    public const string Collection = "Platform";

    public const string Password = "Reward-2026";

    private readonly PlatformHost host = PlatformHost.With(("Delivery__AllowPrivateNetworks", "true"), ("Delivery__RetrySeconds", "1,1,1,1,1"));

    public Uri Address => host.Address;

    public string Mails => Path.Combine(host.Folder, "mail");

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    /// <summary>Nobody's, until somebody signs in.</summary>
    public MessagingClient Client(TimeProvider? time = null) => new(new MessagingClientOptions { Address = Address }, time);

    /// <summary>A user with an account of his own.</summary>
    public async Task<MessagingClient> SignedUp(TimeProvider? time = null)
    {
        var client = Client(time);
        var email = $"user-{Guid.NewGuid():N}@example.com";
        await client.Users.Register(email, Password, "Ada");
        await client.Sessions.LogIn(email, Password);
        return client;
    }

    /// <summary>A service account: administrators have one session, which tests would take from each other.</summary>
    public async Task<MessagingClient> Machine(params string[] permissions)
    {
        using var admin = Client();
        var login = await admin.Sessions.LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        login.Session.ShouldNotBeNull();
        var account = await admin.ServiceAccounts.Create("tests", permissions.Length > 0 ? permissions : (await admin.Users.Permissions()).Permissions);
        return new MessagingClient(new MessagingClientOptions { Address = Address, ServiceKey = account.Key });
    }

    public async Task<JsonElement> Description()
    {
        using var http = new HttpClient();
        return JsonElement.Parse(await http.GetStringAsync(new Uri(Address, "/openapi/v1.json")));
    }
}

[CollectionDefinition(RunningPlatform.Collection)]
public sealed class PlatformCollection : ICollectionFixture<RunningPlatform>;
