using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Demo;

/// <summary>The flow as a new user meets it, from registration to a reward in the wallet, and what is refused.</summary>
/// <param name="mails">The folder that mails are written to.</param>
internal sealed partial class Walkthrough(Uri address, string adminEmail, string adminPassword, string mails, TextWriter output)
{
    private const string Api = "/api/v1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private int step;

    public async Task Run()
    {
        using var user = new ApiClient(address, output);
        using var admin = new ApiClient(address, output);
        var name = $"ada-{Guid.NewGuid():N}"[..12];
        var credentials = new { email = $"{name}@example.com", password = "Reward-me-1" };

        Step("A new user registers and logs in");
        await user.Call(HttpMethod.Post, $"{Api}/users", new { credentials.email, credentials.password, name = "Ada" }, HttpStatusCode.Created);
        await LogIn(user, credentials);
        await user.Call(HttpMethod.Get, $"{Api}/auth/me", null, HttpStatusCode.OK);

        Step("The administrator logs in, publishes an event and adds three rewards");
        await LogIn(admin, new { email = adminEmail, password = adminPassword });
        var published = await admin.Call(
            HttpMethod.Post,
            $"{Api}/events",
            new { name = "Spring festival", description = "Everyone who asks gets a present.", periodStart = "2025-01-01T00:00:00Z", status = "ACTIVE" },
            HttpStatusCode.Created);
        var festival = $"{Api}/events/{published["id"]}";
        await AddReward(admin, festival, new { type = "POINT", name = "Hundred points", points = 100 });
        await AddReward(admin, festival, new { type = "COUPON", name = "Ten percent off", couponCode = $"SPRING-{name}", expiry = "2099-12-31T00:00:00Z" });
        await AddReward(admin, festival, new { type = "BADGE", name = "Early bird", badgeId = "early-bird" });

        Step("A user may not publish events");
        Expect(
            "FORBIDDEN",
            await user.Call(HttpMethod.Post, $"{Api}/events", new { name = "Mine", periodStart = "2025-01-01T00:00:00Z" }, HttpStatusCode.Forbidden));

        Step("The user requests the reward and watches it being granted");
        var request = await user.Call(HttpMethod.Post, $"{festival}/request", null, HttpStatusCode.Created);
        await user.Watch($"{Api}/events/requests/{request["id"]}", "status", "FULFILLED", Patience);

        Step("The wallet shows it, and the ledger says where it came from");
        var wallet = await user.Call(HttpMethod.Get, $"{Api}/me/wallet", null, HttpStatusCode.OK);
        if (wallet["points"]?.ToString() != "100" || wallet["coupons"] is not JsonArray { Count: 1 } || wallet["badges"] is not JsonArray { Count: 1 })
        {
            throw new DemoFailedException("The wallet does not hold what was granted.");
        }

        var ledger = await user.Call(HttpMethod.Get, $"{Api}/me/ledger", null, HttpStatusCode.OK);
        if (ledger["items"] is not JsonArray { Count: 3 })
        {
            throw new DemoFailedException("The ledger does not hold three entries.");
        }

        Step("Asking again is refused");
        Expect("ALREADY_REQUESTED", await user.Call(HttpMethod.Post, $"{festival}/request", null, HttpStatusCode.Conflict));

        Step("A forgotten password is set anew with the link of a mail");
        await user.Call(HttpMethod.Post, $"{Api}/auth/password/forgot", new { credentials.email }, HttpStatusCode.Accepted);
        var reset = new { token = await MailedToken(credentials.email, ResetLink()), newPassword = "Reward-me-2" };
        await user.Call(HttpMethod.Post, $"{Api}/auth/password/reset", reset, HttpStatusCode.NoContent);
        Expect("UNAUTHENTICATED", await user.Call(HttpMethod.Get, $"{Api}/auth/me", null, HttpStatusCode.Unauthorized));
        await LogIn(user, new { credentials.email, password = reset.newPassword });

        Step("The user makes a team and invites a friend, who joins with the link of the mail");
        await Team(user, $"bob-{name}@example.com");

        Step("After logging out the token is worthless");
        await user.Call(HttpMethod.Post, $"{Api}/auth/logout", null, HttpStatusCode.NoContent);
        Expect("UNAUTHENTICATED", await user.Call(HttpMethod.Get, $"{Api}/me/wallet", null, HttpStatusCode.Unauthorized));
    }

    private static async Task LogIn(ApiClient client, object credentials)
    {
        var session = await client.Call(HttpMethod.Post, $"{Api}/auth/login", credentials, HttpStatusCode.OK);
        client.SignIn(session["accessToken"]?.ToString() ?? throw new DemoFailedException("The session has no access token."));
    }

    private async Task Team(ApiClient user, string email)
    {
        using var friend = new ApiClient(address, output);
        var credentials = new { email, password = "Reward-me-1" };
        await friend.Call(HttpMethod.Post, $"{Api}/users", credentials, HttpStatusCode.Created);
        await LogIn(friend, credentials);
        var team = await user.Call(HttpMethod.Post, $"{Api}/teams", new { name = "Crew" }, HttpStatusCode.Created);
        await user.Call(HttpMethod.Post, $"{Api}/teams/{team["id"]}/invite", new { email, role = "MEMBER" }, HttpStatusCode.Created);
        var answer = new { token = await MailedToken(email, InvitationLink()) };
        Expect("WRONG_ACCOUNT", await user.Call(HttpMethod.Post, $"{Api}/invitations/accept", answer, HttpStatusCode.Forbidden));
        await friend.Call(HttpMethod.Post, $"{Api}/invitations/accept", answer, HttpStatusCode.OK);
        var seen = await friend.Call(HttpMethod.Get, $"{Api}/teams/{team["id"]}", null, HttpStatusCode.OK);
        if (seen["members"] is not JsonArray { Count: 2 })
        {
            throw new DemoFailedException("The team does not have two members.");
        }
    }

    private async Task<string> MailedToken(string email, Regex link)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            var texts = Directory.Exists(mails) ? Directory.GetFiles(mails, "*.eml").OrderByDescending(File.GetLastWriteTimeUtc).Select(File.ReadAllText) : [];
            if (texts.Where(text => text.Contains(email, StringComparison.Ordinal)).Select(text => link.Match(text)).FirstOrDefault(match => match.Success) is { } found)
            {
                output.WriteLine($"    (the mail is a file in {mails})");
                return found.Groups["token"].Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new DemoFailedException("No mail with the link was written.");
    }

    private static Task<JsonNode> AddReward(ApiClient admin, string festival, object reward) =>
        admin.Call(HttpMethod.Post, $"{festival}/rewards", reward, HttpStatusCode.Created);

    private static void Expect(string code, JsonNode problem)
    {
        if (problem["code"]?.ToString() != code)
        {
            throw new DemoFailedException($"The refusal's code is {problem["code"]}, not {code}.");
        }
    }

    private void Step(string title)
    {
        output.WriteLine();
        output.WriteLine($"{++step}. {title}");
    }

    [GeneratedRegex(@"/reset-password\?token=(?<token>[A-Za-z0-9_-]{43})\s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ResetLink();

    [GeneratedRegex(@"/invitations\?token=(?<token>[A-Za-z0-9_-]{64})\s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InvitationLink();
}
