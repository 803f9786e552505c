using System.Net;
using System.Text.Json;
using Documents;
using EventService.Requests;
using Testing;
using Reconciliation = Messaging.Client.Reconciliation;
using RequestStatus = Messaging.Client.RequestStatus;

namespace Flow.Tests.Operations;

public sealed class What_reconciliation_looks_at : ReconciledPlatform
{
    [Fact]
    public async Task A_clean_run_of_every_outcome_shows_zeros()
    {
        var campaign = await Campaign.Start(
            Platform.Address, Admin, Campaign.Manual, Campaign.Points(100), Campaign.Badge("one") with { Stock = 1, ReturnOnRevoke = true });
        var ids = new List<Guid>();
        foreach (var user in await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => campaign.NewUser())))
        {
            ids.Add(await campaign.Requested(user));
            if (ids.Count == 5)
            {
                await user.Typed.Requests.Cancel(ids[^1]);
            }
        }

        await Decide(ids[0], "approve", RequestStatus.Fulfilled);
        await Decide(ids[1], "approve", RequestStatus.Failed);
        await Decide(ids[0], "revoke", RequestStatus.Revoked);
        await Wait.Until(
            async () => (await Admin.Get($"/events/{campaign.EventId}/rewards")).Items.Any(reward => reward.GetProperty("remaining") is { ValueKind: JsonValueKind.Number } remaining && remaining.GetInt32() == 1),
            "the badge to be back");
        await Decide(ids[2], "approve", RequestStatus.Fulfilled);
        await Decide(ids[3], "reject", RequestStatus.Rejected);

        Reconciliation? seen = null;
        await Wait.Until(
            async () => (seen = await Admin.ComesToRest()).ByStatus["REVOKED"] == 1, () => $"a revoked request: {seen}");

        seen!.Requests.ShouldBe(5);
        seen.ByStatus.ShouldBe(new Dictionary<string, long>
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
        seen.Grants.ShouldBeInRange(4, 5);
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_pending()
    {
        var request = (await Platform.Store<RewardRequest>().Get($"{await Fulfilled()}"))!;
        await Admin.ComesToRest();
        request.Raise(new Unheard());
        (await Platform.Store<RewardRequest>().Update(request)).IsSaved.ShouldBeTrue();

        Reconciliation? seen = null;
        await Wait.Until(
            async () => (seen = await Admin.Typed.Operations.Reconcile()).OldestPendingSeconds >= 1, () => $"a message that grows old: {seen}");

        seen!.PendingOutbox.ShouldBe(1);
    }

    /// <summary>Requests, grants, compensations and revocations, while reconciliation looks on again and again.</summary>
    [Fact]
    public async Task Work_in_flight_is_no_fault()
    {
        var reward = Campaign.Coupons(Codes(40));
        var stock = Campaign.Badge("few") with { Stock = 60, ReturnOnRevoke = true };
        var campaign = await Campaign.Start(
            Platform.Address, Admin, terms => terms with { ClaimLimit = Campaign.AtMost(50), PointBudget = 5_500 }, Campaign.Points(100), stock, reward);
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => campaign.NewUser()));
        var looks = 0;

        var work = Task.WhenAll(users.Select(async user =>
        {
            for (var i = 0; i < 40; i++)
            {
                var id = await campaign.Requested(user);
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
            (await Admin.Typed.Operations.Reconcile()).ShouldShowNoFault();
            looks++;
        }

        await work;
        looks.ShouldBePositive();
        (await Admin.ComesToRest()).Requests.ShouldBe(160);
    }

    /// <summary>Some thousand requests in many parts, with a fault at each end.</summary>
    [Fact]
    public async Task Every_part_is_looked_at()
    {
        var template = (await Platform.Store<RewardRequest>().Get($"{await Fulfilled()}"))!;
        var grant = await GrantOf(Guid.Parse(template.Id));
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

        var seen = await Admin.Typed.Operations.Reconcile();

        seen.Requests.ShouldBe(3001);
        seen.Grants.ShouldBe(3003);
        (await Seen()).ShouldBe((0, 0, 2, 0));
    }

    private async Task Decide(Guid id, string decision, RequestStatus status)
    {
        (await Admin.Post($"/events/requests/{id}/{decision}", new { reason = "because" })).Expect(HttpStatusCode.OK);
        await Admin.Becomes(id, status);
    }

    private sealed record Unheard;
}
