using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Requests;
using Documents;
using Documents.Engines;
using Documents.Sagas;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Sagas;

public sealed class SagaRepository : IAsyncLifetime
{
    private readonly RewardRequested request = Some.Request(ApprovalMode.Auto, Some.Delivered(Some.Points()), Some.Delivered(Some.Item()));
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task WhenAMessageChangesTheSaga_StateAndMessagesAreOneWrite()
    {
        await worker.Deliver(Some.Approved(request));

        var write = SagaWrites().ShouldHaveSingleItem();
        write.Kind.ShouldBe(WriteKind.Insert);
        write.Id.ShouldBe(request.RequestId.ToString());
        JsonSerializer.Deserialize<RewardFulfilmentState>(write.Body, DocumentJson.Options)!.CurrentState.ShouldBe("Delivering");
        write.Outbox.Select(m => m.Message.GetType()).ShouldBe([typeof(RewardRequestGranted), typeof(DeliverGrant), typeof(DeliverGrant)]);
    }

    [Fact]
    public async Task WhenAMessageIsIgnored_NothingIsWritten()
    {
        await Begin();
        await worker.Deliver(Some.Approved(request));
        await worker.Deliver(new FulfilmentDue(request.RequestId));

        SagaWrites().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WhenAnotherMessageIsSavedInBetween_TheLoserIsAppliedToWhatTheWinnerLeft()
    {
        await Begin();
        Once(WriteKind.Update, write =>
        {
            var winner = JsonSerializer.Deserialize<RewardFulfilmentState>(SagaWrites()[^1].Body, DocumentJson.Options)!;
            winner.Rewards[1].Delivered = true;
            worker.Engine.Write(write with { Body = JsonSerializer.SerializeToUtf8Bytes(winner, DocumentJson.Options), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards[0].RewardId));

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
        worker.Deliveries.Waiting.OfType<RewardRequestFulfilled>().ShouldHaveSingleItem();
        worker.Lines.Exceptions.ShouldContain(e => e is SagaConcurrencyException);
    }

    [Fact]
    public async Task WhenAnotherMessageCreatesTheSagaInBetween_TheLoserFindsIt()
    {
        Once(WriteKind.Insert, write =>
        {
            var winner = new RewardFulfilmentState { CorrelationId = request.RequestId, CurrentState = "Cancelled" };
            worker.Engine.Write(write with { Body = JsonSerializer.SerializeToUtf8Bytes(winner, DocumentJson.Options), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(request with { Approval = ApprovalMode.Manual });

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Cancelled");
        worker.Deliveries.Waiting.ShouldBeEmpty();
        worker.Lines.Exceptions.ShouldContain(e => e is SagaConcurrencyException);
    }

    [Fact]
    public async Task WhenTheEngineFails_TheMessageIsTriedAgainAndRaisesOnce()
    {
        Once(WriteKind.Insert, _ => throw new IOException("disk full"));

        await worker.Deliver(request);

        worker.Deliveries.Waiting.Count.ShouldBe(3);
        worker.Lines.Exceptions.ShouldContain(e => e.GetBaseException() is IOException);
    }

    [Fact]
    public async Task AMessageThatBeginsASaga_LooksForItOnlyWhenItIsTriedAgain()
    {
        await worker.Deliver(request);
        worker.Engine.Reads.ShouldBeEmpty();

        await worker.Deliver(request);
        worker.Engine.Reads.Count(read => read.Collection == "fulfilments").ShouldBe(1);
        SagaWrites().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WhenSavedAndLoaded_KeepsWhatItKnows()
    {
        await Begin();
        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards[1].RewardId));

        var loaded = await worker.Fulfilment(request.RequestId);

        (loaded.CorrelationId, loaded.Id, loaded.Version, loaded.UserId).ShouldBe((request.RequestId, request.RequestId.ToString(), 2, request.UserId));
        loaded.Rewards.Select(r => (r.RewardId, r.Granted, r.Delivered, r.Name, r.Delivery)).ShouldBe(
            request.Rewards.Select((r, i) => (r.RewardId, true, i == 1, (string?)r.Name, r.Delivery)));
    }

    [Fact]
    public async Task WhenANewerVersionHasWrittenMore_AChangeByThisOneKeepsIt()
    {
        await Begin();
        Once(WriteKind.Update, write =>
        {
            var newer = JsonNode.Parse(SagaWrites()[^1].Body)!.AsObject();
            newer["escalated"] = new JsonObject { ["by"] = "somebody" };
            worker.Engine.Write(write with { Body = Encoding.UTF8.GetBytes(newer.ToJsonString()), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards[0].RewardId));

        var last = JsonNode.Parse(SagaWrites()[^1].Body)!;
        last["escalated"]!["by"]!.GetValue<string>().ShouldBe("somebody");
        last["rewards"]![0]!["delivered"]!.GetValue<bool>().ShouldBeTrue();
    }

    /// <summary>Granted, and being delivered.</summary>
    private async Task Begin()
    {
        await worker.Deliver(request);
        worker.Deliveries.TakeAll();
    }

    private List<DocumentWrite> SagaWrites() => [.. worker.Engine.Saved.Where(write => write.Schema == RewardFulfilmentState.Schema)];

    private void Once(WriteKind kind, Action<DocumentWrite> first) => worker.Engine.Before = write =>
    {
        if (write.Kind == kind)
        {
            worker.Engine.Before = null;
            first(write);
        }
    };
}
