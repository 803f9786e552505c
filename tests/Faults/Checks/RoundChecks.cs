using System.Text.Json;
using Faults.Load;

namespace Faults.Checks;

/// <summary>What must hold in the end, seen from outside.</summary>
internal sealed class RoundChecks(Scene scene)
{
    private readonly List<string> found = [];
    private List<Books> books = [];

    public async Task<IReadOnlyList<string>> Run()
    {
        foreach (var user in scene.Users)
        {
            books.Add(await Books.Of(user));
        }

        foreach (var user in books)
        {
            OneRequestEach(user);
            foreach (var request in user.Requests)
            {
                Timeline(request);
                Granted(user, request);
            }

            WalletIsTheLedger(user);
        }

        await Limits();
        CodesHaveOneOwner();
        await Decisions();
        Delivered();
        await NoDeadLetters();
        return found;
    }

    private static bool IsPositive(JsonElement entry) => entry.Number("amount") > 0;

    private void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            found.Add(otherwise);
        }
    }

    private Campaign CampaignOf(JsonElement request) => scene.Campaigns.Single(campaign => campaign.EventId == request.Text("eventId"));

    private IEnumerable<(Books Of, JsonElement Request)> RequestsOf(CampaignKind kind) =>
        books.SelectMany(user => user.Requests.Where(request => CampaignOf(request).Kind == kind).Select(request => (user, request)));

    private int Given(CampaignKind kind) => RequestsOf(kind).Count(one => one.Request.Text("status") is "FULFILLED" or "REVOKED");

    /// <summary>None is lost, none is there twice, and none that nobody was told of.</summary>
    private void OneRequestEach(Books user)
    {
        var stored = user.Requests.Select(request => request.Text("id")).ToHashSet();
        foreach (var (id, _) in scene.Accepted.Where(accepted => accepted.Value.User == user.User))
        {
            Check(stored.Contains(id), $"request {id} was accepted and is gone");
        }

        Check(stored.All(scene.Accepted.ContainsKey), $"user {user.User.UserId} has a request that nobody was told of: {string.Join(", ", stored.Except(scene.Accepted.Keys))}");
        foreach (var twice in user.Requests.GroupBy(request => request.Text("eventId")).Where(group => group.Count() > 1))
        {
            found.Add($"user {user.User.UserId} has {twice.Count()} requests of event {twice.Key}");
        }
    }

    private void Timeline(JsonElement request)
    {
        var (id, statuses, status) = (request.Text("id"), request.Statuses(), request.Text("status"));
        string[][] lawful = CampaignOf(request).Kind == CampaignKind.Manual
            ? [["PENDING"], ["PENDING", "CANCELLED"], ["PENDING", "REJECTED"], ["PENDING", "APPROVED", "FULFILLED"]]
            : [["PENDING", "APPROVED", "FULFILLED"], ["PENDING", "APPROVED", "FAILED"], ["PENDING", "APPROVED", "FULFILLED", "REVOKED"]];
        Check(lawful.Any(statuses.SequenceEqual) && statuses[^1] == status, $"request {id} is {status} by {string.Join(" > ", statuses)}");
        Check(status != "CANCELLED" || scene.Cancelled.Contains(id), $"request {id} is cancelled by nobody");
        Check(status == "CANCELLED" || !scene.Cancelled.Contains(id), $"request {id} was cancelled, and is {status}");
        Check((status == "REVOKED") == scene.Revoked.Contains(id), $"request {id} is {status}, revoked: {scene.Revoked.Contains(id)}");
    }

    private void Granted(Books user, JsonElement request)
    {
        var (id, status) = (request.Text("id"), request.Text("status"));
        var entries = user.EntriesOf(id).ToList();
        var (plus, minus) = (entries.Count(IsPositive), entries.Count(entry => !IsPositive(entry)));
        var expected = status switch { "FULFILLED" => (1, 0), "REVOKED" => (1, 1), _ => (0, 0) };
        Check((plus, minus) == expected, $"request {id} is {status} with {plus} grants and {minus} contra entries");
        Check(entries.Sum(entry => entry.Number("amount")) == 0 || status == "FULFILLED", $"request {id} is {status} and something of it stands");
    }

    private void WalletIsTheLedger(Books user)
    {
        long Sum(string type) => user.Ledger.Where(entry => entry.Text("type") == type).Sum(entry => entry.Number("amount"));
        Check(user.Wallet.Number("points") == Sum("POINT"), $"user {user.User.UserId} has {user.Wallet.Number("points")} points, the ledger {Sum("POINT")}");
        Check(user.Wallet.GetProperty("items").EnumerateArray().Sum(item => item.Number("quantity")) == Sum("ITEM"), $"user {user.User.UserId}: items are not the ledger's");
        Check(user.Wallet.GetProperty("coupons").GetArrayLength() == Sum("COUPON"), $"user {user.User.UserId}: coupons are not the ledger's");
        Check(user.Wallet.GetProperty("badges").GetArrayLength() == Sum("BADGE"), $"user {user.User.UserId}: badges are not the ledger's");
    }

    /// <summary>Nothing beyond a limit, and no place lost for ever.</summary>
    private async Task Limits()
    {
        var limits = scene.Campaigns.Single(campaign => campaign.Kind == CampaignKind.RequestLimit);
        Check(RequestsOf(CampaignKind.RequestLimit).Count() == Campaign.RequestLimit, $"{RequestsOf(CampaignKind.RequestLimit).Count()} requests of event {limits.EventId} within a limit of {Campaign.RequestLimit}");
        Check(Given(CampaignKind.Budget) == Campaign.Budget / Campaign.Points, $"{Given(CampaignKind.Budget)} grants of {Campaign.Points} points from a budget of {Campaign.Budget}");
        foreach (var kind in new[] { CampaignKind.Stock, CampaignKind.CouponList })
        {
            var campaign = scene.Campaigns.Single(one => one.Kind == kind);
            var reward = (await scene.Admin.Get($"/events/{campaign.EventId}/rewards")).Items.Single();
            Check(Given(kind) == Campaign.Stock, $"{kind}: {Given(kind)} of {Campaign.Stock} were given, though more asked");
            Check(reward.Number("remaining") + Given(kind) == reward.Number("stock"), $"{kind}: {reward.Number("remaining")} are left of {reward.Number("stock")}, {Given(kind)} were given");
        }

        foreach (var (who, code) in scene.Refused)
        {
            Check(code == "REQUEST_LIMIT_REACHED", $"{who} was refused with {code}");
        }
    }

    private void CodesHaveOneOwner()
    {
        var codes = books.SelectMany(user => user.Codes).ToList();
        Check(codes.Distinct().Count() == codes.Count, $"a code has two owners: {string.Join(", ", codes.GroupBy(code => code).Where(group => group.Count() > 1).Select(group => group.Key))}");
        Check(codes.All(Campaign.Codes(scene.Round).Contains), "a code is none of the list");
    }

    /// <summary>Each request was decided once, as its operator was told, and the audit has it.</summary>
    private async Task Decisions()
    {
        foreach (var (_, request) in RequestsOf(CampaignKind.Manual))
        {
            var id = request.Text("id");
            var told = scene.Decisions.Where(decision => decision.Request == id).Distinct().ToList();
            Check(told.Count <= 1, $"request {id} was decided {told.Count} times");
            if (told is [var (_, outcome, actor)])
            {
                var entry = request.GetProperty("timeline")[1];
                Check(
                    entry.Text("status") == outcome && entry.Text("actor") == actor.ToString(),
                    $"request {id}: {outcome} by {actor} was answered, {entry.Text("status")} by {entry.Text("actor")} is written");
            }

            var decided = request.GetProperty("timeline").GetArrayLength() > 1;
            var entries = (await scene.Admin.Get($"/audit?target=request:{id}")).Items;
            Check(entries.Count == (decided ? 1 : 0), $"request {id} is {request.Text("status")} and the audit has {entries.Count} entries of it");
        }

        foreach (var id in scene.Revoked)
        {
            var entries = (await scene.Admin.Get($"/audit?target=request:{id}&action=request.revoked")).Items;
            Check(entries.Count == 1, $"request {id} is revoked and the audit has {entries.Count} entries of that");
        }

        var verified = (await scene.Admin.Get("/audit/verify")).Json;
        Check(verified.GetProperty("valid").GetBoolean(), $"the audit chain: {verified}");
    }

    /// <summary>Each grant under one key, with one body, however often it was posted.</summary>
    private void Delivered()
    {
        var byKey = scene.Receiver.Received.GroupBy(post => post.Key).ToList();
        foreach (var posts in byKey)
        {
            Check(posts.Select(post => Convert.ToHexString(post.Body)).Distinct().Count() == 1, $"delivery {posts.Key} was posted with two bodies");
        }

        var delivered = byKey.Select(posts => posts.First().Json.Text("requestId")).ToList();
        var fulfilled = RequestsOf(CampaignKind.Delivered).Where(one => one.Request.Text("status") == "FULFILLED").Select(one => one.Request.Text("id"));
        Check(delivered.Order().SequenceEqual(fulfilled.Order()), "what was delivered is not what was fulfilled, each under one key");
    }

    private async Task NoDeadLetters()
    {
        foreach (var queue in (await scene.Admin.Get("/operations/dead-letters")).Items.Where(queue => queue.Number("count") > 0))
        {
            found.Add($"dead letters: {queue}");
        }
    }
}
