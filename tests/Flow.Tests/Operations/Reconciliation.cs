using System.Net;
using System.Text.Json;
using Contracts.Requests;
using Documents;
using EventService.Requests;
using RewardWorker.Ledger;
using RewardWorker.Stock;
using Testing;
using Testing.Api;
using Testing.Processes;

namespace Flow.Tests.Operations;

public sealed class Reconciliation : IAsyncLifetime
{
    private RunningPlatform platform = null!;
    private ApiClient admin = null!;

    public async Task InitializeAsync()
    {
        platform = await RunningPlatform.Start();
        admin = await new ApiClient(platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task A_clean_run_of_every_outcome_shows_zeros()
    {
        var campaign = await Campaign.Start(
            platform.Address, admin, new { approval = "MANUAL" }, Campaign.Points(100), new { type = "BADGE", name = "one", badgeId = "one", stock = 1, returnOnRevoke = true });
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
            async () => (await admin.Get($"/events/{campaign.EventId}/rewards")).Items.Any(reward => reward.GetProperty("remaining") is { ValueKind: JsonValueKind.Number } remaining && remaining.GetInt32() == 1),
            "the badge to be back");
        await Decide(ids[2], "approve", "FULFILLED");
        await Decide(ids[3], "reject", "REJECTED");

        JsonElement seen = default;
        await Wait.Until(
            async () => (seen = await admin.ComesToRest()).GetProperty("byStatus").GetProperty("REVOKED").GetInt64() == 1, () => $"a revoked request: {seen}");

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
    public async Task A_grant_that_is_gone_is_missing()
    {
        var request = await Fulfilled(Campaign.Points(100), Campaign.Badge("b"));
        var grant = await GrantOf(request);

        (await Grants.Delete(grant)).IsSaved.ShouldBeTrue();

        (await Seen()).ShouldBe((1, 0, 0, 0));
    }

    [Fact]
    public async Task A_grant_that_was_taken_back_though_its_request_stands_is_missing()
    {
        var grant = await GrantOf(await Fulfilled());

        (await Grants.Insert(grant.Reversal("planted", grant.At))).IsSaved.ShouldBeTrue();

        (await Seen()).ShouldBe((1, 0, 0, 0));
    }

    [Fact]
    public async Task A_second_grant_of_the_same_reward_is_a_duplicate()
    {
        var grant = await GrantOf(await Fulfilled());

        await Plant(grant);
        await Plant(grant);

        (await Seen()).ShouldBe((0, 2, 0, 0));
    }

    [Fact]
    public async Task A_grant_without_a_request_is_an_orphan()
    {
        var grant = await GrantOf(await Fulfilled());

        await Plant(grant, requestId: Guid.NewGuid());
        await Plant(grant, requestId: Guid.Empty);

        (await Seen()).ShouldBe((0, 0, 2, 0));
    }

    [Theory]
    [InlineData("reject", "REJECTED")]
    [InlineData("cancel", "CANCELLED")]
    public async Task A_grant_of_a_request_that_was_refused_is_an_orphan(string refusal, string status)
    {
        var grant = await GrantOf(await Fulfilled());
        var campaign = await Campaign.Start(platform.Address, admin, new { approval = "MANUAL" });
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id");
        (await (refusal == "cancel" ? user : admin).Post($"/events/requests/{id}/{refusal}", refusal == "cancel" ? null : new { reason = "no" })).Expect(HttpStatusCode.OK);
        await admin.Becomes(id, status);

        await Plant(grant, requestId: Guid.Parse(id));

        (await Seen()).ShouldBe((0, 0, 1, 0));
    }

    [Fact]
    public async Task A_revocation_that_never_reached_the_ledger_is_an_orphan_once_it_has_had_its_time()
    {
        var id = await Fulfilled();
        var requests = platform.Store<RewardRequest>();
        await requests.Change(id, request =>
        {
            (request.Status, request.UpdatedAt) = (RequestStatus.Revoked, TimeProvider.System.GetUtcNow());
            return true;
        });
        (await Seen()).ShouldBe((0, 0, 0, 0));

        await requests.Change(id, request =>
        {
            request.UpdatedAt = TimeProvider.System.GetUtcNow().AddMinutes(-16);
            return true;
        });

        (await Seen()).ShouldBe((0, 0, 1, 0));
    }

    [Fact]
    public async Task More_grants_than_stock_are_oversold()
    {
        var grant = await GrantOf(await Fulfilled(new { type = "BADGE", name = "one", badgeId = "one", stock = 1 }));
        grant.StockSeq.ShouldNotBeNull();

        await Plant(grant, requestId: Guid.NewGuid(), stockSeq: 2);
        await Plant(grant, requestId: Guid.NewGuid(), stockSeq: 3);

        (await Seen()).ShouldBe((0, 0, 2, 2));
    }

    [Fact]
    public async Task A_pool_that_was_made_smaller_than_what_is_taken_is_oversold()
    {
        var grant = await GrantOf(await Fulfilled(new { type = "BADGE", name = "one", badgeId = "one", stock = 5 }));

        await platform.Store<StockPool>().Change(grant.RewardId.ToString(), pool =>
        {
            pool.Total = 0;
            return true;
        });

        (await Seen()).ShouldBe((0, 0, 0, 1));
    }

    [Fact]
    public async Task A_code_that_is_given_twice_is_oversold()
    {
        var grant = await GrantOf(await Fulfilled(
            new { type = "COUPON", name = "list", couponCodes = Codes(3), expiry = "2099-01-01T00:00:00Z" }));
        grant.CodeOrdinal.ShouldNotBeNull();

        await Plant(grant, requestId: Guid.NewGuid(), stockSeq: 2);

        (await Seen()).ShouldBe((0, 0, 1, 1));
    }

    [Fact]
    public async Task Points_beyond_the_budget_are_oversold_and_a_budget_that_was_lowered_is_not()
    {
        var campaign = await Campaign.Start(platform.Address, admin, new { pointBudget = 250 });
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id");
        await user.Becomes(id, "FULFILLED");
        var grant = await GrantOf(id);
        grant.BudgetSeq.ShouldNotBeNull();

        await Plant(grant, requestId: Guid.NewGuid(), budgetSeq: 2);
        await Plant(grant, requestId: Guid.NewGuid(), budgetSeq: 3);
        (await Seen()).ShouldBe((0, 0, 2, 50));

        (await admin.Patch($"/events/{campaign.EventId}", new { pointBudget = 100 })).Expect(HttpStatusCode.OK);
        await Wait.Until(
            async () => (await platform.Store<StockPool>().Get(StockPool.BudgetIdOf(grant.EventId!.Value)))!.Total == 100, "the budget to be lowered");
        (await Seen()).ShouldBe((0, 0, 2, 200));
        (await admin.Patch($"/events/{campaign.EventId}", new { pointBudget = 50 })).Expect(HttpStatusCode.OK);
        await Wait.Until(
            async () => (await platform.Store<StockPool>().Get(StockPool.BudgetIdOf(grant.EventId!.Value)))!.Total == 50, "the budget to be lowered");
        (await Seen()).ShouldBe((0, 0, 2, 200));
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_pending()
    {
        var request = (await platform.Store<RewardRequest>().Get(await Fulfilled()))!;
        await admin.ComesToRest();
        request.Raise(new Unheard());
        (await platform.Store<RewardRequest>().Update(request)).IsSaved.ShouldBeTrue();

        JsonElement seen = default;
        await Wait.Until(
            async () => (seen = await admin.Reconciliation()).GetProperty("oldestPendingSeconds").GetInt64() >= 1, () => $"a message that grows old: {seen}");

        seen.GetProperty("pendingOutbox").GetInt64().ShouldBe(1);
    }

    /// <summary>Requests, grants, compensations and revocations, while reconciliation looks on again and again.</summary>
    [Fact]
    public async Task Work_in_flight_is_no_fault()
    {
        var reward = new { type = "COUPON", name = "list", couponCodes = Codes(40), expiry = "2099-01-01T00:00:00Z" };
        var stock = new { type = "BADGE", name = "few", badgeId = "few", stock = 60, returnOnRevoke = true };
        var campaign = await Campaign.Start(
            platform.Address, admin, new { claimLimit = new { per = "ONCE", max = 50 }, pointBudget = 5_500 }, Campaign.Points(100), stock, reward);
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
                        async () => (await admin.Get($"/events/requests/{id}")).Text("status") is "FULFILLED" or "FAILED", $"request {id} to end");
                    await admin.Post($"/events/requests/{id}/revoke", new { reason = "again" });
                }
            }
        }));
        while (!work.IsCompleted)
        {
            (await admin.Reconciliation()).ShouldShowNoFault();
            looks++;
        }

        await work;
        looks.ShouldBePositive();
        (await admin.ComesToRest()).GetProperty("requests").GetInt64().ShouldBe(160);
    }

    /// <summary>Some thousand requests in many parts, with a fault at each end.</summary>
    [Fact]
    public async Task Every_part_is_looked_at()
    {
        var template = (await platform.Store<RewardRequest>().Get(await Fulfilled()))!;
        var grant = await GrantOf(template.Id);
        await Parallel.ForEachAsync(Enumerable.Range(0, 3000), async (_, cancellationToken) =>
        {
            var id = Guid.NewGuid();
            var copy = JsonSerializer.Deserialize<RewardRequest>(
                JsonSerializer.Serialize(template, DocumentJson.Options).Replace(template.Id, id.ToString(), StringComparison.Ordinal), DocumentJson.Options)!;
            (await platform.Store<RewardRequest>().Insert(
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

        var seen = await admin.Reconciliation();

        seen.GetProperty("requests").GetInt64().ShouldBe(3001);
        seen.GetProperty("grants").GetInt64().ShouldBe(3003);
        (await Seen()).ShouldBe((0, 0, 2, 0));
    }

    private sealed record Unheard;

    private IDocumentStore<Grant> Grants => platform.Store<Grant>();

    private async Task<string> Fulfilled(params object[] rewards)
    {
        var campaign = await Campaign.Start(platform.Address, admin, null, rewards);
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id");
        await user.Becomes(id, "FULFILLED");
        return id;
    }

    private async Task Decide(string id, string decision, string status)
    {
        (await admin.Post($"/events/requests/{id}/{decision}", new { reason = "because" })).Expect(HttpStatusCode.OK);
        await admin.Becomes(id, status);
    }

    private async Task<Grant> GrantOf(string requestId) =>
        (await Grants.Query(new Query<Grant>().Where(g => g.RequestId, Guid.Parse(requestId)).OrderBy(g => g.RequestId).Take(1))).Items.Single();

    /// <summary>One more entry like another.</summary>
    private async Task Plant(Grant like, Guid? requestId = null, long? stockSeq = null, long? budgetSeq = null) =>
        (await Grants.Insert(new Grant
        {
            Id = Guid.NewGuid().ToString(),
            Kind = GrantKind.Granted,
            RequestId = requestId ?? like.RequestId,
            RewardId = like.RewardId,
            At = like.At,
            UserId = like.UserId,
            EventId = like.EventId,
            Value = like.Value,
            Amount = like.Amount,
            StockSeq = stockSeq,
            BudgetSeq = budgetSeq,
            CodeOrdinal = stockSeq is null ? null : like.CodeOrdinal,
        })).IsSaved.ShouldBeTrue();

    private async Task<(long Missing, long Duplicate, long Orphan, long Oversold)> Seen()
    {
        var seen = await admin.Reconciliation();
        return (Of("missingGrants"), Of("duplicateGrants"), Of("orphanGrants"), Of("oversold"));

        long Of(string name) => seen.GetProperty(name).GetInt64();
    }

    /// <summary>No other test's: a code of a list is in no other list of the platform.</summary>
    private static string[] Codes(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid().ToString())];
}
