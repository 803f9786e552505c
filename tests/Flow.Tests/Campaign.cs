using System.Net;
using System.Text.Json;
using Testing;
using Drills.Api;
using Testing.Processes;
using Drills.Receivers;

namespace Flow.Tests;

/// <summary>An operator with an active event and a reward, made over REST.</summary>
internal sealed class Campaign
{
    private readonly Uri address;

    private Campaign(Uri address, ApiClient admin, string eventId)
    {
        this.address = address;
        Admin = admin;
        EventId = eventId;
    }

    public ApiClient Admin { get; }

    public string EventId { get; }

    public static async Task<Campaign> Start(Uri address, object? changes = null, params object[] rewards)
    {
        var admin = await new ApiClient(address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        return await Start(address, admin, changes, rewards);
    }

    public static async Task<Campaign> Start(Uri address, ApiClient admin, object? changes = null, params object[] rewards)
    {
        var body = new Dictionary<string, object?>
        {
            ["name"] = $"Campaign {Guid.NewGuid():N}",
            ["periodStart"] = "2026-01-01T00:00:00Z",
            ["status"] = "ACTIVE",
        };
        foreach (var property in changes?.GetType().GetProperties() ?? [])
        {
            body[property.Name] = property.GetValue(changes);
        }

        var created = await Create(admin, "/events", body);
        var campaign = new Campaign(address, admin, created.Text("id"));
        foreach (var reward in rewards.DefaultIfEmpty(Points(100)))
        {
            await Create(admin, $"/events/{campaign.EventId}/rewards", reward);
        }

        return campaign;
    }

    /// <summary>Sends again, with the same key, while a fresh and busy platform has no answer in time.</summary>
    private static async Task<ApiAnswer> Create(ApiClient client, string path, object? body = null)
    {
        var key = Guid.NewGuid().ToString();
        ApiAnswer? answer = null;
        await Wait.Until(
            async () => (answer = await client.Post(path, body, key)).Status != HttpStatusCode.GatewayTimeout && answer.Code != "IDEMPOTENCY_IN_PROGRESS",
            $"an answer to POST {path}");
        return answer!.Expect(HttpStatusCode.Created);
    }

    public static object Points(int points) => new { type = "POINT", name = $"{points} points", points };

    public static object Item(string itemId, int quantity) => new { type = "ITEM", name = itemId, itemId, quantity };

    public static object Coupon(string couponCode) => new { type = "COUPON", name = couponCode, couponCode, expiry = "2099-01-01T00:00:00Z" };

    /// <summary>Points that are delivered to a receiver of the test's own.</summary>
    public static object Delivered(WebhookReceiver receiver) =>
        new { type = "POINT", name = "10 points", points = 10, delivery = new { url = receiver.Url, secret = WebhookReceiver.Secret } };

    public static object Badge(string badgeId) => new { type = "BADGE", name = badgeId, badgeId };

    public Task<ApiClient> NewUser() => new ApiClient(address).SignUp();

    /// <returns>The id of the accepted request.</returns>
    public async Task<string> Requested(ApiClient user) => (await Create(user, $"/events/{EventId}/request")).Text("id");

    public Task<ApiAnswer> Request(ApiClient user) => user.Post($"/events/{EventId}/request");

    /// <summary>How many requests of this event have the status, counted over all pages.</summary>
    public Task<int> Count(string status) => Count(Admin, status);

    public async Task<int> Count(ApiClient reader, string status)
    {
        var count = 0;
        string? cursor = null;
        do
        {
            var page = (await reader.Get($"/events/requests?eventId={EventId}&status={status}&limit=100{(cursor is null ? "" : $"&cursor={cursor}")}"))
                .Expect(HttpStatusCode.OK);
            count += page.Items.Count;
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        return count;
    }

    /// <summary>The first requests of this event that have no final status, as an operator reads them.</summary>
    public async Task<string> Unfinished()
    {
        var found = new List<string>();
        foreach (var status in new[] { "PENDING", "APPROVED" })
        {
            found.Add((await Admin.Get($"/events/requests?eventId={EventId}&status={status}")).Body);
        }

        return string.Join('\n', found);
    }

    public Task BecomesFulfilled(int requests, TimeSpan bound) =>
        Wait.Until(async () => await Count("FULFILLED") == requests, $"{requests} requests to be FULFILLED", bound);
}

internal static class RequestExtensions
{
    /// <summary>Waits until the caller's request has the status, and returns it.</summary>
    public static async Task<JsonElement> Becomes(this ApiClient client, string requestId, string status, TimeSpan? bound = null)
    {
        JsonElement request = default;
        await Wait.Until(
            async () =>
            {
                var answer = await client.Get($"/events/requests/{requestId}");
                if (answer.IsUnavailable)
                {
                    return false;
                }

                request = answer.Expect(HttpStatusCode.OK).Json;
                return request.GetProperty("status").GetString() == status;
            },
            $"request {requestId} to become {status}",
            bound);
        return request;
    }

    public static string[] Statuses(this JsonElement request) =>
        [.. request.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("status").GetString()!)];

    public static async Task<IReadOnlyList<JsonElement>> Ledger(this ApiClient user) => (await user.Get("/me/ledger?limit=100")).Expect(HttpStatusCode.OK).Items;
}
