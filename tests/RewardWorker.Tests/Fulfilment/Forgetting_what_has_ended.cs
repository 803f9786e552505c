using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Wallets;
using Documents.Engines;
using Microsoft.Extensions.Time.Testing;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

public sealed class Forgetting_what_has_ended : IAsyncLifetime
{
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task Takes_what_has_ended_for_long_enough()
    {
        var (longAgo, open, lately) = (Automatic(), Manual(), Automatic());
        await worker.Deliver(longAgo);
        await worker.Deliver(open);
        worker.Time.Advance(TimeSpan.FromMinutes(10));
        await worker.Deliver(lately);

        (await ForgetIn(FinishedFulfilments.Patience - TimeSpan.FromMinutes(15))).ShouldBe(0, "not yet");
        (await ForgetIn(FinishedFulfilments.Patience - TimeSpan.FromMinutes(5))).ShouldBe(1);

        (await worker.Fulfilments.Get(longAgo.RequestId.ToString())).ShouldBeNull();
        (await worker.Fulfilment(open.RequestId)).CurrentState.ShouldBe("AwaitingApproval");
        (await worker.Fulfilment(lately.RequestId)).CurrentState.ShouldBe("Fulfilled");
    }

    [Fact]
    public async Task Counts_from_the_last_end()
    {
        var request = Automatic();
        await worker.Deliver(request);
        worker.Time.Advance(TimeSpan.FromMinutes(10));
        await worker.Deliver(new RewardRequestRevoked(request.RequestId, "a mistake"));

        (await ForgetIn(FinishedFulfilments.Patience - TimeSpan.FromMinutes(5))).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Makes_what_is_told_again_end_the_same(bool refused)
    {
        var request = Automatic();
        if (refused)
        {
            await worker.Refuse(request, request.Rewards![1], "OUT_OF_STOCK");
        }

        await Forgotten(request);
        var entries = worker.Entries().Count;

        await worker.Deliver(request);

        worker.Deliveries.TakeAll().ShouldHaveSingleItem().ShouldBeOfType(refused ? typeof(RewardRequestFailed) : typeof(RewardRequestFulfilled));
        worker.Entries().Count.ShouldBe(entries);
        worker.Entries().Sum(entry => entry.Amount).ShouldBe(refused ? 0 : request.Rewards!.Sum(reward => reward.Value.ToAmount()));
    }

    [Fact]
    public async Task Leaves_what_was_granted_to_be_revoked()
    {
        var request = await Forgotten(Automatic());

        await worker.Deliver(new RewardRequestRevoked(request.RequestId, "a mistake"));

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Revoked");
        worker.Entries().GroupBy(g => g.RewardId).Select(g => (g.Count(), g.Sum(e => e.Amount))).ShouldBe([(2, 0), (2, 0)]);
    }

    /// <summary>The unit of a limited reward that was revoked stays taken, as its terms say, whatever is told again.</summary>
    [Fact]
    public async Task Leaves_what_was_revoked_as_it_is()
    {
        var limited = Some.Limited(5);
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), limited);
        await worker.Deliver(request);
        await Forgotten(new RewardRequestRevoked(request.RequestId, "a mistake"));
        var entries = worker.Entries().Count;

        await worker.Deliver(request);
        await worker.Deliver(Some.Approved(request));

        worker.Deliveries.TakeAll().Cast<RewardRequestFailed>().Select(failed => failed.Code).ShouldBe([Reasons.DecidedBefore, Reasons.DecidedBefore]);
        worker.Entries().Count.ShouldBe(entries);
        (await worker.Pools.Get(limited.RewardId.ToString()))!.Taken.ShouldBe(1);
    }

    [Fact]
    public async Task Leaves_what_a_receiver_refused_as_it_is()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Delivered(Some.Item()));
        await worker.Deliver(request);
        await Forgotten(new GrantDeliveryFailed(request.RequestId, request.Rewards![1].RewardId));
        var entries = worker.Entries().Count;

        await worker.Deliver(request);

        worker.Deliveries.TakeAll().ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFailed>().Code.ShouldBe(Reasons.DeliveryFailed);
        worker.Entries().Count.ShouldBe(entries);
    }

    /// <summary>As EventService's database does that was restored from before an approval: it is told of it, and asked for it.</summary>
    [Theory]
    [InlineData(typeof(RewardRequested))]
    [InlineData(typeof(RewardRequestRejected))]
    [InlineData(typeof(RewardRequestCancelled))]
    public async Task Lets_what_was_granted_stand_whatever_is_decided_on_a_request_that_has_forgotten_it(Type told)
    {
        var request = Manual();
        await worker.Deliver(request);
        await Forgotten(request, Some.Approved(request));
        var entries = worker.Entries().Count;

        await worker.Deliver(told == typeof(RewardRequested) ? request : Activator.CreateInstance(told, request.RequestId)!);

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("AwaitingApproval");
        worker.Deliveries.TakeAll().ShouldHaveSingleItem().ShouldBe(new RewardRequestGranted(request.RequestId));
        worker.Time.Advance(RewardFulfilmentStateMachine.DecisionPatience + TimeSpan.FromSeconds(1));
        await worker.Deliveries.Raised<RejectRewardRequest>(r => r.RequestId == request.RequestId);
        worker.Deliveries.TakeAll();
        await worker.Deliver(Some.Approved(request));
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
        worker.Deliveries.TakeAll().ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>();
        worker.Entries().Count.ShouldBe(entries);
    }

    [Fact]
    public async Task Asks_less_and_less_often_for_an_approval_that_does_not_come()
    {
        var request = Manual();
        await worker.Deliver(request);
        await Forgotten(request, Some.Approved(request));
        await worker.Deliver(new RewardRequestRejected(request.RequestId));

        worker.Time.Advance(TimeSpan.FromMinutes(10));
        await worker.Deliveries.Raised<RejectRewardRequest>(r => r.RequestId == request.RequestId);
        await worker.Deliver(new RewardRequestRejected(request.RequestId));

        var saga = await worker.Fulfilment(request.RequestId);
        saga.CurrentState.ShouldBe("AwaitingApproval");
        (saga.DueAt - worker.Time.GetUtcNow() > TimeSpan.FromMinutes(9)).ShouldBeTrue("The same answer does not begin it anew.");
    }

    [Theory]
    [InlineData(typeof(RewardRequestRejected), "Rejected")]
    [InlineData(typeof(RewardRequestCancelled), "Cancelled")]
    public async Task Lets_a_request_end_of_which_nothing_stands(Type told, string end)
    {
        var request = Manual();
        await worker.Refuse(request, request.Rewards![1], "OUT_OF_STOCK");
        await Forgotten(request, Some.Approved(request));

        await worker.Deliver(Activator.CreateInstance(told, request.RequestId)!);

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe(end);
        worker.Deliveries.TakeAll().ShouldBeEmpty();
    }

    /// <summary>Its first reward by another instance, at the moment in which this one entered the end.</summary>
    [Theory]
    [InlineData("Rejected")]
    [InlineData("Cancelled")]
    public async Task Remembers_in_the_ledger_that_an_approval_came_after_another_end(string end)
    {
        var limited = Some.Limited(5);
        var request = Some.Request(ApprovalMode.Manual, limited, Some.Points());
        await worker.Grant(Some.Order(request, limited));
        await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = request.RequestId, CurrentState = end });

        await worker.Deliver(Some.Approved(request));

        var failed = new RewardRequestFailed(request.RequestId, Reasons.DecidedBefore);
        worker.Entries().Sum(entry => entry.Amount).ShouldBe(0);
        (await worker.Pools.Get(limited.RewardId.ToString()))!.Taken.ShouldBe(0);
        worker.Deliveries.TakeAll().ShouldBe([failed]);
        await Forgotten(request, Some.Approved(request));
        await worker.Deliver(Some.Approved(request));
        worker.Entries().Sum(entry => entry.Amount).ShouldBe(0);
        worker.Deliveries.TakeAll().ShouldBe([failed]);
    }

    [Fact]
    public async Task Lets_what_is_delivered_again_be_revoked_meanwhile()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Delivered(Some.Item()));
        await worker.Deliver(request);
        await Forgotten(new GrantDelivered(request.RequestId, request.Rewards![0].RewardId));
        await worker.Deliver(request);
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Delivering");

        await worker.Deliver(new RewardRequestRevoked(request.RequestId, "a mistake"));
        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards![0].RewardId));

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Revoked");
        worker.Entries().Sum(entry => entry.Amount).ShouldBe(0);
    }

    [Fact]
    public async Task Lets_no_one_wait_for_ever()
    {
        var request = Manual();
        await worker.Deliver(request);

        worker.Time.Advance(RewardFulfilmentStateMachine.PatienceWithoutDeadline + TimeSpan.FromSeconds(1));

        await worker.Deliveries.Raised<RejectRewardRequest>(r => r.RequestId == request.RequestId);
        var saga = await worker.Fulfilment(request.RequestId);
        (saga.DueAt - worker.Time.GetUtcNow() > TimeSpan.FromHours(23)).ShouldBeTrue("The pauses grow.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaves_a_coupon_code_in_the_wallet_when_it_was_there(bool fulfilled)
    {
        var list = Some.CouponList(1);
        await worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(list.RewardId, 0, ["HELLO"]));
        var request = Some.Request(ApprovalMode.Auto, list, Some.Delivered(Some.Points()));
        await worker.Deliver(request);
        (await Coupons(request.UserId)).ShouldBeEmpty("It may fail.");
        if (fulfilled)
        {
            await Forgotten(new GrantDelivered(request.RequestId, request.Rewards![1].RewardId));
        }
        else
        {
            (await worker.Fulfilments.Delete(await worker.Fulfilment(request.RequestId))).IsSaved.ShouldBeTrue();
        }

        (await Coupons(request.UserId)).ShouldBe(fulfilled ? ["HELLO"] : []);
    }

    /// <summary>By which a fulfilment did not say when it ended.</summary>
    [Fact]
    public async Task Takes_what_ended_under_an_older_version_when_it_was_found_for_as_long()
    {
        await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = Guid.NewGuid(), CurrentState = "Delivering" });
        foreach (var n in Enumerable.Range(0, 450))
        {
            await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = Guid.NewGuid(), CurrentState = n % 2 == 0 ? "Fulfilled" : "Rejected" });
        }

        worker.Engine.Before = write =>
        {
            if (write.Schema == EndsOfOlderVersions.Schema && write.Kind == WriteKind.Update)
            {
                worker.Engine.Before = null;
                throw new IOException("planted");
            }
        };
        await Should.ThrowAsync<IOException>(() => ForgetIn(TimeSpan.Zero));
        (await ForgetIn(TimeSpan.FromMinutes(1))).ShouldBe(0);
        (await worker.Store<EndsOfOlderVersions>().Get(EndsOfOlderVersions.OnlyId))!.IsDone.ShouldBeTrue();

        (await ForgetIn(FinishedFulfilments.Patience + TimeSpan.FromMinutes(2))).ShouldBe(450);
    }

    [Fact]
    public async Task Gives_who_waits_under_an_older_version_without_a_deadline_a_time_to_ask_at()
    {
        var (waiting, unknown) = (Guid.NewGuid(), Guid.NewGuid());
        await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = waiting, CurrentState = "AwaitingApproval" });
        await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = unknown, CurrentState = "Compensating" });

        await ForgetIn(TimeSpan.Zero);

        (await worker.Fulfilment(waiting)).DueAt!.Value.ShouldBe(worker.Time.GetUtcNow() + RewardFulfilmentStateMachine.PatienceWithoutDeadline, TimeSpan.FromMinutes(1));
        (await worker.Fulfilment(waiting)).EndedAt.ShouldBeNull();
        (await worker.Fulfilment(unknown)).EndedAt.ShouldBeNull("What this version does not know has not ended.");
    }

    private static RewardRequested Automatic() => Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());

    private static RewardRequested Manual() => Some.Request(ApprovalMode.Manual, Some.Points(), Some.Item());

    private async Task<IEnumerable<string?>> Coupons(Guid userId) =>
        (await worker.Ask<GetWallet, WalletDetails>(new GetWallet(userId))).Coupons.Select(coupon => coupon.Code);

    /// <summary>What it ended by is delivered, and then it is forgotten.</summary>
    private async Task<T> Forgotten<T>(T request, object? last = null) where T : class
    {
        await worker.Deliver(last ?? request);
        worker.Deliveries.TakeAll();
        (await ForgetIn(FinishedFulfilments.Patience + TimeSpan.FromSeconds(1))).ShouldBe(1);
        return request;
    }

    /// <summary>With a clock of its own: the worker's would wake its sweeps once for each second between.</summary>
    private Task<int> ForgetIn(TimeSpan time) =>
        new FinishedFulfilments(
        worker.Fulfilments, worker.Store<EndsOfOlderVersions>(), worker.Grants, new FakeTimeProvider(worker.Time.GetUtcNow() + time)).Delete(CancellationToken.None);
}
