using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

public sealed class RewardFulfilment : IAsyncLifetime
{
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task WhenApprovalIsAutomatic_GrantsEveryReward()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Coupon("HELLO"));
        worker.Request(request);

        await worker.Settle();

        var report = worker.EventService.Reports[request.RequestId].ShouldHaveSingleItem().ShouldBeOfType<RewardRequestFulfilled>();
        report.Grants.ShouldBe([new GrantedReward(request.Rewards[0].RewardId, null), new GrantedReward(request.Rewards[1].RewardId, "HELLO")]);
        worker.Ledger().Select(g => (g.UserId, g.RewardId, g.Amount)).ShouldBe(
            [(request.UserId, request.Rewards[0].RewardId, 100L), (request.UserId, request.Rewards[1].RewardId, 1L)], ignoreOrder: true);
        (await worker.Fulfilment(request.RequestId)).DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task WhenApprovalIsManual_WaitsForTheDecision()
    {
        var request = Some.Request(ApprovalMode.Manual, Some.Points());
        worker.Request(request);
        await worker.Settle();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("AwaitingApproval");
        worker.Ledger().ShouldBeEmpty();

        worker.Deliveries.Add(new ApproveRewardRequest(request.RequestId, "an operator", null));
        await worker.Settle();

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
    }

    [Fact]
    public async Task WhenOneRewardIsRefused_TakesTheOthersBackAndFails()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item(), Some.Badge());
        await worker.Deliver(new RevokeGrant(request.RequestId, request.Rewards[1].RewardId, "planted"));
        worker.Request(request);

        await worker.Settle();

        worker.EventService.Reports[request.RequestId].ShouldHaveSingleItem().ShouldBe(new RewardRequestFailed(request.RequestId, "GRANT_REVOKED"));
        var ledger = worker.Ledger();
        ledger.Where(g => g.RewardId == request.Rewards[0].RewardId).Select(g => g.Amount).ShouldBe([100, -100]);
        ledger.Where(g => g.RewardId == request.Rewards[2].RewardId).Select(g => g.Amount).ShouldBe([1, -1]);
        ledger.Count.ShouldBe(4);
        ledger.Where(g => g.ReversalOf is not null).Select(g => g.Reason).Distinct().ShouldBe(["GRANT_REVOKED"]);
    }

    [Fact]
    public async Task WhenEveryRewardIsRefused_FailsWithTheFirstCodeInTheOrderOfTheRewards()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());
        await worker.Deliver(Some.Approved(request));
        worker.Deliveries.TakeAll();

        await worker.Deliver(new RewardGrantRefused(request.RequestId, request.Rewards[1].RewardId, "BUDGET_EXHAUSTED"));
        await worker.Deliver(new RewardGrantRefused(request.RequestId, request.Rewards[0].RewardId, "OUT_OF_STOCK"));

        worker.Deliveries.TakeAll().ShouldBe([new RewardRequestFailed(request.RequestId, "OUT_OF_STOCK")]);
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Failed");
    }

    [Fact]
    public async Task WhenTheApprovalOvertakesTheRequest_GrantsOnce()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(Some.Approved(request));
        worker.Request(request);

        await worker.Settle();

        worker.Ledger().ShouldHaveSingleItem();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
    }

    [Fact]
    public async Task WhenTheCancellationOvertakesTheRequest_GrantsNothing()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(new RewardRequestCancelled(request.RequestId));

        await worker.Deliver(request);

        worker.Deliveries.Waiting.ShouldBeEmpty();
        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Cancelled");
    }

    [Fact]
    public async Task WhenAnAnswerForAnUnknownRewardArrives_ChangesNothing()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(Some.Approved(request));
        var before = worker.Engine.Saved.Count;

        await worker.Deliver(new RewardGranted(request.RequestId, Guid.NewGuid(), null));

        worker.Engine.Saved.Count.ShouldBe(before);
    }

    [Fact]
    public async Task WhenGrantsAreLost_AsksAgainForThoseOnly()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());
        await worker.Deliver(Some.Approved(request));
        worker.Deliveries.TakeAll();
        await worker.Deliver(new RewardGranted(request.RequestId, request.Rewards[0].RewardId, null));

        await worker.Deliver(new FulfilmentDue(request.RequestId));
        worker.Deliveries.Waiting.ShouldBeEmpty();
        worker.Time.Advance(Patience.Granting);
        await worker.Deliver(new FulfilmentDue(request.RequestId));

        worker.Deliveries.Waiting.ShouldHaveSingleItem().ShouldBeOfType<GrantReward>().Reward.RewardId.ShouldBe(request.Rewards[1].RewardId);
    }

    [Fact]
    public async Task WhenTheAnswerOfAGrantIsLost_IsFulfilledByAskingAgain()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(Some.Approved(request));
        await worker.Step();
        worker.Deliveries.TakeAll().ShouldHaveSingleItem().ShouldBeOfType<RewardGranted>();

        worker.Time.Advance(Patience.Granting);
        worker.Deliveries.Add(new FulfilmentDue(request.RequestId));
        await worker.Settle();

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
        worker.Ledger().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WhenTheAutomaticApprovalIsLost_IsAskedForAgain()
    {
        var request = Some.Request(ApprovalMode.Auto, Some.Points());
        await worker.Deliver(request);
        worker.Deliveries.TakeAll().ShouldBe([new ApproveRewardRequest(request.RequestId, "system", null)]);

        worker.Time.Advance(Patience.Decision);
        await worker.Deliver(new FulfilmentDue(request.RequestId));

        worker.Deliveries.TakeAll().ShouldBe([new ApproveRewardRequest(request.RequestId, "system", null)]);
    }

    [Fact]
    public async Task WhenNobodyDecidesInTime_AsksForTheRejectionByItself()
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
    public async Task WhenManyDeadlinesPassAtOnce_AsksForEachRejection()
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
    public async Task WhenManyDueTimesStayWhereTheyAre_TheOthersAreStillSeen()
    {
        var now = worker.Time.GetUtcNow();
        var settled = Enumerable.Range(0, 250).Select(_ => new RewardFulfilmentState { CorrelationId = Guid.NewGuid(), CurrentState = "Fulfilled", DueAt = now });
        await Task.WhenAll(settled.Select(s => worker.Fulfilments.Insert(s)));
        var request = Some.Request(ApprovalMode.Manual, Some.Points()) with { ApprovalDeadline = now.AddMinutes(1) };
        await worker.Deliver(request);
        worker.Time.Advance(TimeSpan.FromMinutes(2));

        await worker.Deliveries.Raised<RejectRewardRequest>(r => r.RequestId == request.RequestId);
    }

    private static class Patience
    {
        public static readonly TimeSpan Granting = RewardFulfilmentStateMachine.GrantingPatience;
        public static readonly TimeSpan Decision = RewardFulfilmentStateMachine.DecisionPatience;
    }
}
