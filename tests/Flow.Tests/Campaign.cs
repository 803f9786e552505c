using System.Net;
using Testing;
using Drills.Api;
using Testing.Processes;
using Drills.Receivers;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>An operator with an active event and a reward, made with the client.</summary>
internal sealed class Campaign
{
    private static readonly DateTimeOffset LongAgo = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Expiry = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Uri address;

    private Campaign(Uri address, ApiClient admin, Guid eventId)
    {
        this.address = address;
        Admin = admin;
        EventId = eventId;
    }

    public ApiClient Admin { get; }

    public Guid EventId { get; }

    public static async Task<Campaign> Start(Uri address, Func<NewEvent, NewEvent>? changes = null, params NewReward[] rewards)
    {
        var admin = await new ApiClient(address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        return await Start(address, admin, changes, rewards);
    }

    public static async Task<Campaign> Start(Uri address, ApiClient admin, Func<NewEvent, NewEvent>? changes = null, params NewReward[] rewards)
    {
        var active = new NewEvent($"Campaign {Guid.NewGuid():N}", LongAgo) { Status = EventStatus.Active };
        var created = await admin.Typed.Events.Create(changes?.Invoke(active) ?? active);
        foreach (var reward in rewards.DefaultIfEmpty(Points(100)))
        {
            await admin.Typed.Rewards.Add(created.Id, reward);
        }

        return new Campaign(address, admin, created.Id);
    }

    /// <summary>Operators decide.</summary>
    public static NewEvent Manual(NewEvent terms) => terms with { Approval = ApprovalMode.Manual };

    public static ClaimLimit AtMost(int claims) => new(ClaimSpan.Once, claims);

    public static Condition Watched(string stage, int seconds) =>
        Condition.Sum("watch", "seconds", Comparison.AtLeast, seconds) with { Where = new Dictionary<string, DataValue> { ["stage"] = stage } };

    public static NewReward Points(int points) => NewReward.Points($"{points} points", points);

    public static NewReward Item(string itemId, int quantity) => NewReward.Item(itemId, itemId, quantity);

    public static NewReward Coupon(string couponCode) => NewReward.Coupon(couponCode, couponCode, Expiry);

    public static NewReward Coupons(params string[] couponCodes) => NewReward.Coupons("One of a list", couponCodes, Expiry);

    public static NewReward Badge(string badgeId) => NewReward.Badge(badgeId, badgeId);

    /// <summary>To a receiver of the test's own.</summary>
    public static NewDelivery To(WebhookReceiver receiver) => new(receiver.Url, WebhookReceiver.Secret);

    public static NewReward Delivered(WebhookReceiver receiver) => Points(10) with { Delivery = To(receiver) };

    public Task<ApiClient> NewUser() => new ApiClient(address).SignUp();

    /// <returns>The id of the accepted request.</returns>
    public async Task<Guid> Requested(ApiClient user) => (await user.Typed.Requests.Create(EventId)).Id;

    /// <summary>For tests of the answer itself.</summary>
    public Task<ApiAnswer> Request(ApiClient user) => user.Post($"/events/{EventId}/request");

    /// <summary>How many requests of this event have the status, counted over all pages.</summary>
    public Task<int> Count(RequestStatus status) => Count(Admin, status);

    public async Task<int> Count(ApiClient reader, RequestStatus status) => (await All(reader, status)).Count;

    /// <summary>The requests of this event that have no final status, as an operator reads them.</summary>
    public async Task<string> Unfinished() =>
        string.Join('\n', [.. await All(Admin, RequestStatus.Pending), .. await All(Admin, RequestStatus.Approved)]);

    /// <summary>Waits until none of its requests is open any more. All are counted once: the platform that reads them has to grant them as well.</summary>
    public async Task Ends(ApiClient reader, TimeSpan bound)
    {
        // In the order in which a request goes on.
        foreach (var status in new[] { RequestStatus.Pending, RequestStatus.Approved })
        {
            await Wait.Until(
                async () => (await reader.Typed.Requests.List(eventId: EventId, status: status).Page(limit: 1)).Items.Count == 0, $"no request of event {EventId} to be {status}", bound);
        }
    }

    /// <summary>As many requests as were accepted end so.</summary>
    public async Task BecomesFulfilled(int requests, TimeSpan bound, ApiClient? reader = null)
    {
        await Ends(reader ?? Admin, bound);
        (await Count(reader ?? Admin, RequestStatus.Fulfilled)).ShouldBe(requests);
    }

    private Task<IReadOnlyList<RewardRequest>> All(ApiClient reader, RequestStatus status) => reader.Typed.Requests.List(eventId: EventId, status: status).All();
}

internal static class RequestExtensions
{
    /// <summary>Waits until the caller's request has the status, and returns it.</summary>
    public static async Task<RewardRequest> Becomes(this ApiClient client, Guid requestId, RequestStatus status, TimeSpan? bound = null)
    {
        RewardRequest? request = null;
        await Wait.Until(
            async () =>
            {
                try
                {
                    return (request = await client.Typed.Requests.Get(requestId)).Status == status;
                }
                catch (ProblemException e) when (e.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                {
                    return false;
                }
            },
            () => $"request {requestId} to become {status}, and not stay {request?.Status}",
            bound);
        return request!;
    }

    public static IEnumerable<RequestStatus> Statuses(this RewardRequest request) => request.Timeline.Select(entry => entry.Status);

    public static Task<IReadOnlyList<LedgerEntry>> Ledger(this ApiClient user) => user.Typed.Wallets.MyLedger().All();

    public static async Task<IReadOnlyList<T>> All<T>(this Pages<T> pages)
    {
        var items = new List<T>();
        await foreach (var item in pages)
        {
            items.Add(item);
        }

        return items;
    }
}
