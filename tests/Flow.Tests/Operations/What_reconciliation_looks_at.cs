using System.Net;
using System.Text.Json;
using Documents;
using EventService.Requests;
using Testing;

namespace Flow.Tests.Operations;

public sealed class What_reconciliation_looks_at : ReconciledPlatform
{
    [Fact]
    public async Task A_clean_run_of_every_outcome_shows_zeros()
    {
        var campaign = await Campaign.Start(
            Platform.Address, Admin, new { approval = "MANUAL" }, Campaign.Points(100), new { type = "BADGE", name = "one", badgeId = "one", stock = 1, returnOnRevoke = true });
        var ids = new List<string>();
        foreach (var user in await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => campaign.NewUser())))
        {
            ids.Add((await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id"));
            if (ids.Count == 5)
            {
                (await user.Post($"/events/requests/{ids[^1]}/cancel")).Expect(HttpStatusCode.OK);
            }
        }

        await Decide(ids[0], "approve", "FULFILLED");
        await Decide(ids[1], "approve", "FAILED");
        await Decide(ids[0], "revoke", "REVOKED");
        await Wait.Until(
            async () => (await Admin.Get($"/events/{campaign.EventId}/rewards")).Items.Any(reward => reward.GetProperty("remaining") is { ValueKind: JsonValueKind.Number } remaining && remaining.GetInt32() == 1),
            "the badge to be back");
        await Decide(ids[2], "approve", "FULFILLED");
        await Decide(ids[3], "reject", "REJECTED");

        JsonElement seen = default;
        await Wait.Until(
            async () => (seen = await Admin.ComesToRest()).GetProperty("byStatus").GetProperty("REVOKED").GetInt64() == 1, () => $"a revoked request: {seen}");

        seen.GetProperty("requests").GetInt64().ShouldBe(5);
        seen.GetProperty("byStatus").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt64()).ShouldBe(new Dictionary<string, long>
        {
            ["PENDING"] = 0,
            ["APPROVED"] = 0,
            ["FULFILLED"] = 1,
            ["REJECTED"] = 1,
            ["FAILED"] = 1,
            ["CANCELLED"] = 1,
            ["REVOKED"] = 1,
        });

        // Two of each fulfilled request, and the points of the one that failed when nothing was left.
        seen.GetProperty("grants").GetInt64().ShouldBeInRange(4, 5);
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_pending()
    {
        var request = (await Platform.Store<RewardRequest>().Get(await Fulfilled()))!;
        await Admin.ComesToRest();
        request.Raise(new Unheard());
        (await Platform.Store<RewardRequest>().Update(request)).IsSaved.ShouldBeTrue();

        JsonElement seen = default;
        await Wait.Until(
            async () => (seen = await Admin.Reconciliation()).GetProperty("oldestPendingSeconds").GetInt64() >= 1, () => $"a message that grows old: {seen}");

        seen.GetProperty("pendingOutbox").GetInt64().ShouldBe(1);
    }

    /// <summary>Requests, grants, compensations and revocations, while reconciliation looks on again and again.</summary>
    [Fact]
    public async Task Work_in_flight_is_no_fault()
    {
        var reward = new { type = "COUPON", name = "list", couponCodes = Codes(40), expiry = "2099-01-01T00:00:00Z" };
        var stock = new { type = "BADGE", name = "few", badgeId = "few", stock = 60, returnOnRevoke = true };
        var campaign = await Campaign.Start(
            Platform.Address, Admin, new { claimLimit = new { per = "ONCE", max = 50 }, pointBudget = 5_500 }, Campaign.Points(100), stock, reward);
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => campaign.NewUser()));
        var looks = 0;

        var work = Task.WhenAll(users.Select(async user =>
        {
            for (var i = 0; i < 40; i++)
            {
                var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id");
                if (i % 4 == 0)
                {
                    await Wait.Until(
                        async () => (await Admin.Get($"/events/requests/{id}")).Text("status") is "FULFILLED" or "FAILED", $"request {id} to end");
                    await Admin.Post($"/events/requests/{id}/revoke", new { reason = "again" });
                }
            }
        }));
        while (!work.IsCompleted)
        {
            (await Admin.Reconciliation()).ShouldShowNoFault();
            looks++;
        }

        await work;
        looks.ShouldBePositive();
        (await Admin.ComesToRest()).GetProperty("requests").GetInt64().ShouldBe(160);
    }

    /// <summary>Some thousand requests in many parts, with a fault at each end.</summary>
    [Fact]
    public async Task Every_part_is_looked_at()
    {
        var template = (await Platform.Store<RewardRequest>().Get(await Fulfilled()))!;
        var grant = await GrantOf(template.Id);
        await Parallel.ForEachAsync(Enumerable.Range(0, 3000), async (_, cancellationToken) =>
        {
            var id = Guid.NewGuid();
            var copy = JsonSerializer.Deserialize<RewardRequest>(
                JsonSerializer.Serialize(template, DocumentJson.Options).Replace(template.Id, id.ToString(), StringComparison.Ordinal), DocumentJson.Options)!;
            (await Platform.Store<RewardRequest>().Insert(
                new RewardRequest
                {
                    Id = copy.Id,
                    EventId = copy.EventId,
                    UserId = id,
                    Status = copy.Status,
                    EventRevision = copy.EventRevision,
                    Approval = copy.Approval,
                    Rewards = copy.Rewards,
                    Timeline = copy.Timeline,
                    CreatedAt = copy.CreatedAt,
                    UpdatedAt = copy.UpdatedAt,
                },
                cancellationToken)).IsSaved.ShouldBeTrue();
            await Plant(grant, requestId: id);
        });
        await Plant(grant, requestId: Guid.Empty);
        await Plant(grant, requestId: Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"));

        var seen = await Admin.Reconciliation();

        seen.GetProperty("requests").GetInt64().ShouldBe(3001);
        seen.GetProperty("grants").GetInt64().ShouldBe(3003);
        (await Seen()).ShouldBe((0, 0, 2, 0));
    }

    private async Task Decide(string id, string decision, string status)
    {
        (await Admin.Post($"/events/requests/{id}/{decision}", new { reason = "because" })).Expect(HttpStatusCode.OK);
        await Admin.Becomes(id, status);
    }

    private sealed record Unheard;
}
