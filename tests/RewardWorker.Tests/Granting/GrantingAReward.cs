using Contracts.Events;
using Contracts.Granting;
using Documents.Engines;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Granting;

public sealed class GrantingAReward : IAsyncLifetime
{
    private readonly GrantReward grant = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Some.Coupon("HELLO"));
    private RunningWorker worker = null!;

    private RevokeGrant Revoke => new(grant.RequestId, grant.Reward.RewardId, "OUT_OF_STOCK");

    private RewardGranted Granted => new(grant.RequestId, grant.Reward.RewardId, "HELLO");

    private GrantRevoked Revoked => new(grant.RequestId, grant.Reward.RewardId);

    private RewardGrantRefused Refused => new(grant.RequestId, grant.Reward.RewardId, "GRANT_REVOKED");

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task WhenFirstAsked_EntryAndAnswerAreOneWrite()
    {
        await worker.Deliver(grant);

        var write = worker.Engine.Saved.ShouldHaveSingleItem();
        write.Outbox.ShouldHaveSingleItem().Message.ShouldBe(Granted);
        var entry = worker.Ledger().ShouldHaveSingleItem();
        (entry.Id, entry.UserId, entry.EventId, entry.Amount).ShouldBe(
            (Grant.IdOf(grant.RequestId, grant.Reward.RewardId), grant.UserId, grant.EventId, 1L));
    }

    [Fact]
    public async Task WhenAskedAgain_AnswersAgainAndGrantsNothing()
    {
        await worker.Deliver(grant);
        await worker.Deliver(grant);

        worker.Ledger().ShouldHaveSingleItem();
        worker.Deliveries.Waiting.ShouldBe([Granted, Granted]);
    }

    [Fact]
    public async Task WhenAskedManyTimesAtOnce_GrantsOnceAndAnswersEach()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.Deliver(grant)));

        worker.Ledger().ShouldHaveSingleItem();
        worker.Deliveries.Waiting.ShouldBe(Enumerable.Repeat(Granted, 20));
    }

    [Fact]
    public async Task WhenRevoked_BothEntriesStay()
    {
        await worker.Deliver(grant);
        await worker.Deliver(Revoke);

        var ledger = worker.Ledger();
        ledger.Select(g => (g.Kind, g.Amount, g.ReversalOf?.ToString())).ShouldBe([(GrantKind.Granted, 1, null), (GrantKind.Reversal, -1, ledger[0].Id)]);
        worker.Deliveries.Waiting.ShouldBe([Granted, Revoked]);
    }

    [Fact]
    public async Task WhenRevokedManyTimesAtOnce_IsTakenBackOnceAndAnswersEach()
    {
        await worker.Deliver(grant);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.Deliver(Revoke)));

        worker.Ledger().Sum(g => g.Amount).ShouldBe(0);
        worker.Ledger().Count.ShouldBe(2);
        worker.Deliveries.Waiting.OfType<GrantRevoked>().Count().ShouldBe(20);
    }

    [Fact]
    public async Task WhenAskedAgainAfterItWasRevoked_IsRefused()
    {
        await worker.Deliver(grant);
        await worker.Deliver(Revoke);
        await worker.Deliver(grant);

        worker.Ledger().Sum(g => g.Amount).ShouldBe(0);
        worker.Deliveries.Waiting.ShouldBe([Granted, Revoked, Refused]);
    }

    [Fact]
    public async Task WhenRevokedBeforeItIsGranted_IsNeverGranted()
    {
        await worker.Deliver(Revoke);
        await worker.Deliver(Revoke);
        await worker.Deliver(grant);
        await worker.Deliver(grant);

        worker.Ledger().ShouldBeEmpty();
        worker.Deliveries.Waiting.ShouldBe([Revoked, Revoked, Refused, Refused]);
    }

    [Fact]
    public async Task WhenGrantAndRevocationRace_TheBalanceIsZero()
    {
        for (var i = 0; i < 50; i++)
        {
            var reward = Some.Points();
            var request = Some.Request(ApprovalMode.Auto, reward);
            var asked = new GrantReward(request.RequestId, request.EventId, request.UserId, reward);
            var revoked = new RevokeGrant(request.RequestId, reward.RewardId, "race");
            await Task.WhenAll(worker.Deliver(asked), worker.Deliver(revoked), worker.Deliver(asked));
        }

        worker.Ledger().GroupBy(g => g.RequestId).ShouldAllBe(g => g.Sum(e => e.Amount) == 0);
        worker.Deliveries.Waiting.OfType<GrantRevoked>().Count().ShouldBe(50);
    }

    [Fact]
    public async Task WhenTheGrantComesBetweenTheLookAndTheNote_IsTakenBack()
    {
        worker.Engine.Before = write =>
        {
            worker.Engine.Before = null;
            worker.Engine.Write(Planted(write)).IsSaved.ShouldBeTrue();
        };

        await worker.Deliver(Revoke);

        worker.Ledger().Select(g => g.Amount).ShouldBe([1, -1]);
    }

    private DocumentWrite Planted(DocumentWrite write)
    {
        var document = Grant.Of(grant, null, null, null, worker.Time.GetUtcNow());
        return write with { Body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(document, Documents.DocumentJson.Options), Outbox = [] };
    }
}
