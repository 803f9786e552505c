using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

public sealed class Fulfilling_a_request : IAsyncLifetime
{
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task When_approval_is_automatic_every_reward_is_granted()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Coupon("HELLO"));
        worker.Request(request);

        await worker.Settle();

        var report = worker.EventService.Reports[request.RequestId].ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>();
        report.Grants.ShouldBe([new GrantedReward(request.Rewards![0].RewardId, null), new GrantedReward(request.Rewards![1].RewardId, "HELLO")]);
        worker.Entries().Select(g => (g.UserId, g.RewardId, g.Amount)).ShouldBe(
            [(request.UserId, request.Rewards![0].RewardId, 100L), (request.UserId, request.Rewards![1].RewardId, 1L)], ignoreOrder: true);
        (await worker.Fulfilment(request.RequestId)).DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task When_approval_is_manual_it_waits_for_the_decision()
    {
        var request = Some.Request(ApprovalMode.Manual, Some.Points());
        worker.Request(request);
        await worker.Settle();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("AwaitingApproval");
        worker.Entries().ShouldBeEmpty();

        worker.Deliveries.Add(new ApproveRewardRequest(request.RequestId, "an operator", null));
        await worker.Settle();

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
    }

    [Fact]
    public async Task An_automatic_request_is_one_message_in_and_one_out()
    {
        var earlier = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());
        await worker.Deliver(earlier);
        worker.Deliveries.TakeAll();
        var (saved, read) = (worker.Engine.Saved.Count, worker.Engine.Reads.Count);
        var request = earlier with { RequestId = Guid.NewGuid() };

        await worker.Deliver(request);

        worker.Deliveries.Waiting.ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>().RequestId.ShouldBe(request.RequestId);
        worker.Engine.Saved.Skip(saved).Select(write => write.Schema.Collection).ShouldBe(["grants", "grants", "fulfilments"]);
        worker.Engine.Reads.Count.ShouldBe(read);
        worker.EventService.Questions.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_saga_is_not_saved_the_message_comes_again_and_grants_once()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Limited(5), Some.CouponList(3));
        await worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(request.Rewards![2].RewardId, 0, ["A", "B", "C"]));
        var failures = 3;
        worker.Engine.Before = write =>
        {
            if (write.Schema.Collection == "fulfilments" && failures-- > 0)
            {
                throw new IOException("planted");
            }
        };

        await worker.Deliver(request);

        worker.Entries().Count.ShouldBe(3);
        worker.Deliveries.Waiting.ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>().Grants[2].CouponCode.ShouldBe("A");
        (await worker.Pools.Get(request.Rewards![1].RewardId.ToString()))!.Taken.ShouldBe(1);
    }

    [Fact]
    public async Task When_one_reward_is_refused_the_others_are_taken_back_and_the_request_fails()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item(), Some.Badge());
        await worker.Refuse(request, request.Rewards![1], "OUT_OF_STOCK");
        worker.Request(request);

        await worker.Settle();

        worker.EventService.Reports[request.RequestId].ShouldHaveSingleItem().ShouldBe(new RewardRequestFailed(request.RequestId, "OUT_OF_STOCK"));
        var ledger = worker.Entries();
        ledger.Where(g => g.RewardId == request.Rewards![0].RewardId).Select(g => g.Amount).ShouldBe([100, -100]);
        ledger.Where(g => g.RewardId == request.Rewards![2].RewardId).Select(g => g.Amount).ShouldBe([1, -1]);
        ledger.Count.ShouldBe(4);
        ledger.Where(g => g.ReversalOf is not null).Select(g => g.Reason).Distinct().ShouldBe(["OUT_OF_STOCK"]);
    }

    [Fact]
    public async Task When_it_is_cut_off_while_it_takes_back_it_ends_the_same()
    {
        for (var failing = 0; failing < 12; failing++)
        {
            var request = Some.Request(ApprovalMode.Auto, Some.Limited(5), Some.Points(), Some.Limited(0));
            var number = -1;
            worker.Engine.Before = _ =>
            {
                if (Interlocked.Increment(ref number) == failing)
                {
                    throw new IOException("planted");
                }
            };

            await worker.Deliver(request);

            worker.Engine.Before = null;
            worker.Deliveries.TakeAll().ShouldBe([new RewardRequestFailed(request.RequestId, "OUT_OF_STOCK")]);
            worker.Entries().Where(g => g.RequestId == request.RequestId).GroupBy(g => g.RewardId).Select(g => g.Sum(e => e.Amount)).ShouldAllBe(sum => sum == 0);
            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.Sweep.Sweep(CancellationToken.None);
            (await worker.Pools.Get(request.Rewards![0].RewardId.ToString()))!.Taken.ShouldBe(0);
        }
    }

    [Fact]
    public async Task When_every_reward_is_refused_it_fails_with_the_first_code_in_the_order_of_the_rewards()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());
        await worker.Refuse(request, request.Rewards![1], "BUDGET_EXHAUSTED");
        await worker.Refuse(request, request.Rewards![0], "OUT_OF_STOCK");

        await worker.Deliver(request);

        worker.Deliveries.TakeAll().ShouldBe([new RewardRequestFailed(request.RequestId, "OUT_OF_STOCK")]);
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Failed");
    }

    [Fact]
    public async Task When_it_is_revoked_everything_is_taken_back()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());
        await worker.Deliver(request);

        await worker.Deliver(new RewardRequestRevoked(request.RequestId, "a mistake"));

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Revoked");
        worker.Entries().GroupBy(g => g.RewardId).ShouldAllBe(g => g.Count() == 2 && g.Sum(e => e.Amount) == 0);
        worker.Entries().Where(g => g.ReversalOf is not null).ShouldAllBe(g => g.Reason == "a mistake");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_outcome_is_lost_whoever_tells_again_hears_it(bool refused)
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        if (refused)
        {
            await worker.Refuse(request, request.Rewards![0], "OUT_OF_STOCK");
        }

        await worker.Deliver(request);
        var first = worker.Deliveries.TakeAll().ShouldHaveSingleItem();

        await worker.Deliver(request);

        worker.Deliveries.TakeAll().ShouldHaveSingleItem().ShouldBeOfType(first.GetType());
    }

    [Fact]
    public async Task When_the_approval_overtakes_the_request_its_rewards_are_granted_once()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(Some.Approved(request));
        worker.Request(request);

        await worker.Settle();

        worker.Entries().ShouldHaveSingleItem();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
    }

    [Fact]
    public async Task When_the_cancellation_overtakes_the_request_nothing_is_granted()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(new RewardRequestCancelled(request.RequestId));

        await worker.Deliver(request);

        worker.Deliveries.Waiting.ShouldBeEmpty();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Cancelled");
    }

    [Fact]
    public async Task The_answer_of_a_delivery_of_another_changes_nothing()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points() with { Delivery = new RewardDelivery("https://shop.example/", "") });
        await worker.Deliver(request);
        var before = worker.Engine.Saved.Count;

        await worker.Deliver(new GrantDelivered(request.RequestId, Guid.NewGuid()));
        await worker.Deliver(new GrantDeliveryFailed(request.RequestId, Guid.NewGuid()));

        worker.Engine.Saved.Count.ShouldBe(before);
    }

    [Fact]
    public async Task When_nobody_decides_in_time_it_asks_for_the_rejection_by_itself()
    {
        var request = Some.Request(ApprovalMode.Manual, Some.Points()) with { ApprovalDeadline = worker.Time.GetUtcNow().AddHours(1) };
        await worker.Deliver(request);
        worker.Time.Advance(TimeSpan.FromMinutes(61));

        var rejection = await worker.Deliveries.Raised<RejectRewardRequest>(r => r.RequestId == request.RequestId);

        rejection.ShouldBe(new RejectRewardRequest(request.RequestId, "system", "APPROVAL_EXPIRED"));
        worker.EventService.Requests[request.RequestId] = request;
        await worker.Settle();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Rejected");
    }

    [Fact]
    public async Task When_many_deadlines_pass_at_once_each_rejection_is_asked_for()
    {
        var requests = Enumerable.Range(0, 450)
            .Select(_ => Some.Request(ApprovalMode.Manual, Some.Points()) with { ApprovalDeadline = worker.Time.GetUtcNow().AddHours(1) })
            .ToList();
        await Task.WhenAll(requests.Select(worker.Deliver));
        worker.Time.Advance(TimeSpan.FromMinutes(61));

        await Task.WhenAll(requests.Select(r => worker.Deliveries.Raised<RejectRewardRequest>(rejection => rejection.RequestId == r.RequestId)));

        worker.Deliveries.Waiting.Count.ShouldBe(450);
    }

    [Fact]
    public async Task When_many_due_times_stay_where_they_are_the_others_are_still_seen()
    {
        var now = worker.Time.GetUtcNow();
        var settled = Enumerable.Range(0, 250).Select(_ => new RewardFulfilmentState { CorrelationId = Guid.NewGuid(), CurrentState = "Fulfilled", DueAt = now });
        await Task.WhenAll(settled.Select(s => worker.Fulfilments.Insert(s)));
        var request = Some.Request(ApprovalMode.Manual, Some.Points()) with { ApprovalDeadline = now.AddMinutes(1) };
        await worker.Deliver(request);
        worker.Time.Advance(TimeSpan.FromMinutes(2));

        await worker.Deliveries.Raised<RejectRewardRequest>(r => r.RequestId == request.RequestId);
    }
}
