using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Testing;
using Drills.Api;
using Testing.Processes;
using Drills.Receivers;
using OtpNet;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>The flow at the most detailed level of every source: what it writes holds nothing that lets anyone in, and no address.</summary>
public abstract class WhatIsLogged : IAsyncLifetime
{
    private const string JwtSecret = "jwt-secret-8d1f0c52b7e94a06a3c1d5f7";
    private const string WebhookSecret = "webhook-secret-51f2c7a9e0";
    private const string WrongPassword = "Wr0ng-guess-Zebra";
    private const string ResetPassword = "R3set-correct-Okapi";
    private const string NewPassword = "N3w-correct-Giraffe";

    /// <summary>Platform's welcome tells whoever starts it with which address to sign in; it is no log.</summary>
    private const string Greeting = $"Administrator   {TestAccounts.AdminEmail}";

    private readonly Dictionary<string, string> used = new()
    {
        ["Jwt secret"] = JwtSecret,
        ["webhook secret"] = WebhookSecret,
        ["administrator's password"] = TestAccounts.AdminPassword,
        ["administrator's e-mail"] = TestAccounts.AdminEmail,
        ["password"] = ApiClient.Password,
        ["wrong password"] = WrongPassword,
        ["new password"] = NewPassword,
        ["secret of a receiver"] = WebhookReceiver.Secret,
    };

    private WebhookReceiver receiver = null!;
    private ListingPlatform listing = null!;

    /// <summary>More that must not be written.</summary>
    protected void Uses(IEnumerable<string> passwords)
    {
        foreach (var password in passwords)
        {
            used[$"password {used.Count} of a server"] = password;
        }
    }

    /// <summary>For every service, as environment variables.</summary>
    protected static (string Key, string Value)[] Settings { get; } =
    [
        ("Jwt__Secret", JwtSecret),
        ("Webhooks__Secrets__0", WebhookSecret),
        ("Delivery__AllowPrivateNetworks", "true"),
        ("Campaigns__AllowPrivateNetworks", "true"),
        ("Serilog__MinimumLevel__Default", "Verbose"),
        .. new[] { "Microsoft", "Microsoft.Hosting.Lifetime", "Microsoft.AspNetCore", "System", "MassTransit", "Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.Extensions.Diagnostics.HealthChecks" }
            .Select(source => ($"Serilog__MinimumLevel__Override__{source}", "Verbose")),
    ];

    protected abstract Uri Address { get; }

    /// <summary>Where mails are written to.</summary>
    protected abstract string MailFolder { get; }

    /// <summary>Of every process.</summary>
    protected abstract string Output { get; }

    /// <summary>Sources that each must have written something.</summary>
    protected abstract string[] Sources { get; }

    public virtual async Task InitializeAsync()
    {
        receiver = await WebhookReceiver.Start();
        listing = await ListingPlatform.Start(campaigns: 3, pageSize: 2);
    }

    public virtual async Task DisposeAsync()
    {
        await receiver.DisposeAsync();
        await listing.DisposeAsync();
    }

    protected async Task NoSecretIsWritten()
    {
        using var admin = await new ApiClient(Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        Remember("administrator", admin);

        await Connections(admin);
        await Accounts(admin);
        await Keys(admin);
        await Rewards(admin);

        // Later than all of the above, by whatever way lines come, in every service.
        await admin.ComesToRest();
        await Wait.Until(() => Output.Contains("/operations/reconciliation answered", StringComparison.Ordinal), "the last request is logged");
        var output = string.Join('\n', Output.Split('\n').Where(line => line.Trim() != Greeting));
        output.ShouldContain("DBG", customMessage: "the level is not the most detailed");
        foreach (var source in Sources)
        {
            output.ShouldContain(source, customMessage: $"{source} is not logged");
        }

        var found = used
            .Where(secret => output.Contains(secret.Value, StringComparison.OrdinalIgnoreCase) || output.Contains(Uri.EscapeDataString(secret.Value), StringComparison.OrdinalIgnoreCase))
            .Select(secret => $"{secret.Key} in: {Lines(output, secret.Value)}");
        found.ShouldBeEmpty();
    }

    /// <summary>Whatever is kept there, of what was granted as well: a code is money. Nor a token, but in the mail itself, nor anything of a second factor.</summary>
    protected void NothingThatLetsAnybodyInIsIn(params string[] folders)
    {
        var files = folders.SelectMany(Files).ToList();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var text = Latin1(file);
            used.Where(secret => IsNeverKept(secret.Key) && text.Contains(secret.Value, StringComparison.OrdinalIgnoreCase))
                .Select(secret => $"{secret.Key} in {file}")
                .ShouldBeEmpty();
        }
    }

    /// <summary>Where the address of the platform is kept, the token for it would be.</summary>
    protected bool HoldsThePlatform(string folder) => Files(folder).Any(file => Latin1(file).Contains(listing.Url, StringComparison.Ordinal));

    /// <summary>What is empty is a lock or a socket.</summary>
    private static IEnumerable<FileInfo> Files(string folder) =>
        new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories).Where(file => file.Length > 0 && file.Extension != ".eml");

    /// <summary>A server that runs takes files away at any time: what is in them is in others.</summary>
    private static string Latin1(FileInfo file)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    private static bool IsNeverKept(string what) =>
        what.Contains("coupon", StringComparison.Ordinal) || what.Contains("key of a service", StringComparison.Ordinal) || what.StartsWith("token of", StringComparison.Ordinal) || what.StartsWith("second factor", StringComparison.Ordinal);

    private static string Lines(string output, string secret) =>
        string.Join(" | ", output.Split('\n').Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).Take(2));

    /// <summary>With the access token in the query, as a browser brings it.</summary>
    private async Task Connections(ApiClient admin)
    {
        var room = (await admin.Post("/rooms", new { name = "Room" })).Expect(HttpStatusCode.Created).Text("id");
        var token = used["token of a room"] = (await admin.Post($"/rooms/{room}/tokens", new { permissions = new[] { "data" } })).Expect(HttpStatusCode.Created).Text("token");
        using var negotiated = await new HttpClient().PostAsync(new Uri(Address, $"/live/hub/negotiate?negotiateVersion=1&access_token={admin.AccessToken}"), null);
        negotiated.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var hub = FlowScenarios.Hub(new Uri(Address, $"?access_token={admin.AccessToken}"), null);
        await hub.StartAsync();
        await hub.InvokeAsync<JsonElement>("joinRoom", room, token, null);
        await hub.InvokeAsync("leaveRoom", room);
    }

    private async Task Accounts(ApiClient admin)
    {
        var email = $"log-{Guid.NewGuid():N}@example.com";
        using var user = await new ApiClient(Address).SignUp(email);
        Remember("user", user);
        (await user.Post("/users", new { email, password = ApiClient.Password })).Expect(HttpStatusCode.Conflict);
        (await user.Post("/auth/login", new { email, password = WrongPassword })).Expect(HttpStatusCode.Unauthorized);
        (await admin.Get($"/users?email={Uri.EscapeDataString(email)}")).Expect(HttpStatusCode.OK);

        var refreshed = (await user.Post("/auth/refresh", new { refreshToken = user.RefreshToken })).Expect(HttpStatusCode.OK);
        used["second access token"] = refreshed.Text("accessToken");
        used["second refresh token"] = refreshed.Text("refreshToken");
        (await user.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        user.With(refreshed.Text("accessToken"));
        (await user.Put("/users/me/password", new { currentPassword = WrongPassword, newPassword = NewPassword })).Expect(HttpStatusCode.Unauthorized);
        (await user.Put("/users/me/password", new { currentPassword = ApiClient.Password, newPassword = NewPassword })).Expect(HttpStatusCode.NoContent);
        (await user.Post("/auth/refresh", new { refreshToken = used["second refresh token"] })).Expect(HttpStatusCode.Unauthorized);
        await user.LogIn(email, NewPassword);
        Remember("user after the change", user);
        var third = (await user.Post("/auth/refresh", new { refreshToken = user.RefreshToken })).Expect(HttpStatusCode.OK).Text("refreshToken");
        used["third refresh token"] = third;
        (await user.Post("/auth/refresh", new { refreshToken = third })).Expect(HttpStatusCode.OK);
        (await user.Post("/auth/refresh", new { refreshToken = user.RefreshToken })).Expect(HttpStatusCode.Unauthorized);
        using var forger = new ApiClient(Address).With($"{user.AccessToken}x");
        (await forger.Get("/auth/me")).Expect(HttpStatusCode.Unauthorized);
        (await admin.Put($"/users/{user.UserId}/roles", new { roles = new[] { "USER", "OPERATOR" } })).Expect(HttpStatusCode.OK);
        await Mails(user);
        await Team(user);
        await SecondFactor(user);
    }

    private async Task Keys(ApiClient admin)
    {
        var account = (await admin.Post("/service-accounts", new { name = "import", permissions = new[] { "events:read" } }, Guid.NewGuid().ToString())).Expect(HttpStatusCode.Created);
        var rotated = (await admin.Post($"/service-accounts/{account.Text("id")}/rotate", new { overlapSeconds = 600 })).Expect(HttpStatusCode.OK);
        (used["key of a service account"], used["newer key of a service account"]) = (account.Text("key"), rotated.Text("key"));
        foreach (var key in new[] { account.Text("key"), rotated.Text("key") })
        {
            using var machine = new ApiClient(Address).With(key);
            (await machine.Get("/events")).Expect(HttpStatusCode.OK);
        }

        (await admin.Delete($"/service-accounts/{account.Text("id")}")).Expect(HttpStatusCode.NoContent);
        using var forger = new ApiClient(Address).With($"{rotated.Text("key")}x");
        (await forger.Get("/events")).Expect(HttpStatusCode.Unauthorized);
    }

    private async Task Mails(ApiClient user)
    {
        var verification = used["token of a verification"] = await MailedLinks.Token(MailFolder, user.Email, "verify-email");
        (await user.Post("/auth/verify-email", new { token = verification })).Expect(HttpStatusCode.NoContent);
        (await user.Post("/auth/verify-email", new { token = verification })).Expect(HttpStatusCode.BadRequest);
        (await user.Post("/auth/password/forgot", new { email = user.Email })).Expect(HttpStatusCode.Accepted);
        var reset = used["token of a reset"] = await MailedLinks.Token(MailFolder, user.Email, "reset-password");
        used["reset password"] = ResetPassword;
        (await user.Post("/auth/password/reset", new { token = reset, newPassword = ResetPassword })).Expect(HttpStatusCode.NoContent);
    }

    private async Task Team(ApiClient user)
    {
        var email = $"guest-{Guid.NewGuid():N}@example.com";
        await user.LogIn(user.Email, ResetPassword);
        Remember("user with a team", user);
        var team = (await user.Post("/teams", new { name = "Crew" })).Expect(HttpStatusCode.Created).Text("id");
        (await user.Post($"/teams/{team}/invite", new { email, role = "MEMBER" })).Expect(HttpStatusCode.Created);
        var token = used["token of an invitation"] = await MailedLinks.Token(MailFolder, email, "invitations");
        (await user.Post("/invitations/accept", new { token })).Expect(HttpStatusCode.Forbidden);
        used["e-mail of a guest"] = email;
        await Platforms(user, team);
    }

    private async Task Platforms(ApiClient user, string team)
    {
        (used["token of a platform"], used["token of a platform that it refuses"]) = ("platform-token-Ibex-5d81", "platform-token Okapi-90c2");
        listing.Before = _ => listing.Asked.Count == 1 ? throw new InvalidOperationException("It fails once.") : Task.CompletedTask;
        foreach (var owner in new[] { $"/users/{user.UserId}", $"/teams/{team}" })
        {
            var platform = $"{owner}/platforms/http";
            var account = $"{platform}/credentials/acme-1";
            (await user.Put(account, new { credentials = new { token = used["token of a platform that it refuses"] } })).Expect(HttpStatusCode.BadRequest);
            (await user.Put(account, new { credentials = new { used = used["token of a platform"] } })).Expect(HttpStatusCode.BadRequest);
            (await user.Put(account, new { credentials = new { token = used["token of a platform"] } })).Expect(HttpStatusCode.Created);
            await Sync(user, platform);
            (await user.Patch(account, new { status = "INACTIVE" })).Expect(HttpStatusCode.OK);
            (await user.Get($"{platform}/credentials")).Expect(HttpStatusCode.OK).Body.ShouldNotContain(used["token of a platform"]);
        }

        listing.Callers.ShouldBe([$"Bearer {used["token of a platform"]}"]);
    }

    private async Task Sync(ApiClient user, string platform)
    {
        (await user.Post($"{platform}/configs", new { name = "Local", settings = new { baseUrl = listing.Url } })).Expect(HttpStatusCode.Created);
        var sync = (await user.Post($"{platform}/campaigns/sync", new { accountId = "acme-1" })).Expect(HttpStatusCode.Accepted).Id;
        await Wait.Until(async () => (await user.Get($"/syncs/{sync}")).Expect(HttpStatusCode.OK).Text("status") == "SUCCEEDED", "the end of a sync");
        (await user.Get($"{platform}/campaigns")).Expect(HttpStatusCode.OK).Items.Count.ShouldBe(3);
    }

    private async Task SecondFactor(ApiClient user)
    {
        await user.LogIn(user.Email, ResetPassword);
        Remember("user after the reset", user);
        var begun = (await user.Post("/users/me/mfa")).Expect(HttpStatusCode.OK);
        used["second factor: secret"] = begun.Text("secret");
        used["second factor: picture"] = begun.Text("qrCode");
        var totp = new Totp(Base32Encoding.ToBytes(begun.Text("secret")));
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var confirmed = (await user.Post("/users/me/mfa/confirm", new { code = totp.ComputeTotp(now) })).Expect(HttpStatusCode.OK);
        foreach (var (code, index) in confirmed.Json.GetProperty("recoveryCodes").EnumerateArray().Select((code, index) => (code.GetString()!, index)))
        {
            used[$"second factor: recovery code {index}"] = code;
        }

        (await user.Get("/auth/me")).Expect(HttpStatusCode.OK);
        var token = used["second factor: token"] = await AskedForIt();
        (await user.Post("/auth/mfa", new { mfaToken = token, code = "second-factor-guess-Quagga" })).Expect(HttpStatusCode.Unauthorized);
        used["second factor: wrong code"] = "second-factor-guess-Quagga";
        var session = (await user.Post("/auth/mfa", new { mfaToken = token, code = totp.ComputeTotp(now.AddSeconds(30)) })).Expect(HttpStatusCode.OK);
        user.With(session.Text("accessToken"));
        used["access token after the second factor"] = session.Text("accessToken");
        used["refresh token after the second factor"] = session.Text("refreshToken");
        (await user.Send(HttpMethod.Delete, "/users/me/mfa", new { password = ResetPassword, code = used["second factor: recovery code 9"] })).Expect(HttpStatusCode.NoContent);

        async Task<string> AskedForIt() => (await user.Post("/auth/login", new { email = user.Email, password = ResetPassword })).Expect(HttpStatusCode.OK).Text("mfaToken");
    }

    private async Task Rewards(ApiClient admin)
    {
        const string coupon = "COUPON-SHARED-7Q4X";
        string[] codes = ["COUPON-ONE-9K2M", "COUPON-TWO-3W8Z"];
        (used["coupon"], used["coupon of a list"], used["other coupon of the list"]) = (coupon, codes[0], codes[1]);
        var campaign = await Campaign.Start(
            Address,
            admin,
            changes: null,
            Campaign.Points(10),
            Campaign.Badge("sent") with { Delivery = Campaign.To(receiver) },
            NewReward.Coupon("shared", coupon, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            Campaign.Coupons(codes));
        using var user = await campaign.NewUser();
        Remember("requester", user);
        await Activity(user);
        var id = await campaign.Requested(user);
        await user.Becomes(id, RequestStatus.Fulfilled, TimeSpan.FromSeconds(60));
        (await user.Get("/me/wallet")).Expect(HttpStatusCode.OK).Body.ShouldContain(coupon);
        await admin.Typed.Requests.Revoke(id, "test");
        await Wait.Until(() => receiver.Received.Count == 2, "the grant and its revocation are delivered");
        (used["signature of the grant"], used["signature of the revocation"]) = (receiver.Received[0].Signature, receiver.Received[1].Signature);
        (await user.Post("/auth/logout")).Expect(HttpStatusCode.NoContent);
    }

    private async Task Activity(ApiClient user)
    {
        var body = $$"""{"userId":"{{user.UserId}}","type":"purchase","occurredAt":"2026-02-01T00:00:00Z","key":"k"}""";
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
        used["webhook signature"] = signature;
        (await Send(signature)).ShouldBe(HttpStatusCode.Accepted);
        (await Send(signature[..^1] + (signature[^1] == '0' ? '1' : '0'))).ShouldBe(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> Send(string sent)
        {
            using var http = new HttpClient { BaseAddress = Address };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/activities") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Webhook-Timestamp", timestamp);
            request.Headers.Add("X-Webhook-Signature", sent);
            return (await http.SendAsync(request)).StatusCode;
        }
    }

    private void Remember(string whose, ApiClient client)
    {
        used[$"e-mail of {whose}"] = client.Email;
        used[$"access token of {whose}"] = client.AccessToken;
        used[$"signature of the access token of {whose}"] = client.AccessToken.Split('.')[2];
        used[$"refresh token of {whose}"] = client.RefreshToken;
    }
}
