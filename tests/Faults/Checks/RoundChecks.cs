using System.Text.Json;
using Drills.Checks;
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
            }
        }

        var all = new BookChecks(books, scene.Accepted.Keys.ToHashSet());
        found.AddRange([.. all.NoRequestIsLost(), .. all.EachIsGrantedOnce(), .. all.WalletsAreTheirLedgers(), .. all.CodesHaveOneOwner()]);

        await Limits();
        Check(books.SelectMany(user => user.Codes).All(Campaign.Codes(scene.Round).Contains), "a code is none of the list");
        await Decisions();
        var fulfilled = RequestsOf(CampaignKind.Delivered).Where(one => one.Request.Text("status") == "FULFILLED").Select(one => one.Request.Text("id"));
        found.AddRange(
        [
            .. PlatformChecks.Delivered(scene.Receiver.Received, fulfilled),
            .. await PlatformChecks.NoDeadLetters(scene.Admin),
            .. await PlatformChecks.AuditHolds(scene.Admin),
        ]);
        return found;
    }

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

    private void OneRequestEach(Books user)
    {
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
            found.AddRange(BookChecks.StockIsWhole(reward, Given(kind)));
        }

        foreach (var (who, code) in scene.Refused)
        {
            Check(code == "REQUEST_LIMIT_REACHED", $"{who} was refused with {code}");
        }
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
    }
}
