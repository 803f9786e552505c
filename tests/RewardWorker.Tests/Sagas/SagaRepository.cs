using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Documents;
using Documents.Engines;
using Documents.Sagas;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Sagas;

public sealed class SagaRepository : IAsyncLifetime
{
    private readonly RewardRequested request = Some.Request(ApprovalMode.Auto, Some.Points(), Some.Item());
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task WhenAMessageChangesTheSaga_StateAndMessagesAreOneWrite()
    {
        await worker.Deliver(Some.Approved(request));

        var write = worker.Engine.Saved.ShouldHaveSingleItem();
        write.Kind.ShouldBe(WriteKind.Insert);
        write.Id.ShouldBe(request.RequestId.ToString());
        JsonSerializer.Deserialize<RewardFulfilmentState>(write.Body, DocumentJson.Options)!.CurrentState.ShouldBe("Granting");
        write.Outbox.Select(m => m.Message).Cast<GrantReward>().Select(g => g.Reward).ShouldBe(request.Rewards);
    }

    [Fact]
    public async Task WhenAMessageIsIgnored_NothingIsWritten()
    {
        await worker.Deliver(Some.Approved(request));
        await worker.Deliver(Some.Approved(request));
        await worker.Deliver(new FulfilmentDue(request.RequestId));

        worker.Engine.Saved.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WhenAnotherMessageIsSavedInBetween_TheLoserIsAppliedToWhatTheWinnerLeft()
    {
        await worker.Deliver(Some.Approved(request));
        Once(WriteKind.Update, write =>
        {
            var winner = JsonSerializer.Deserialize<RewardFulfilmentState>(worker.Engine.Saved[^1].Body, DocumentJson.Options)!;
            winner.Rewards[1].Progress = RewardProgress.Granted;
            worker.Engine.Write(write with { Body = JsonSerializer.SerializeToUtf8Bytes(winner, DocumentJson.Options), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(new RewardGranted(request.RequestId, request.Rewards[0].RewardId, null));

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

        await worker.Deliver(request);

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Cancelled");
        worker.Deliveries.Waiting.ShouldBeEmpty();
        worker.Lines.Exceptions.ShouldContain(e => e is SagaConcurrencyException);
    }

    [Fact]
    public async Task WhenTheEngineFails_TheMessageIsTriedAgainAndRaisesOnce()
    {
        Once(WriteKind.Insert, _ => throw new IOException("disk full"));

        await worker.Deliver(Some.Approved(request));

        worker.Deliveries.Waiting.Count.ShouldBe(2);
        worker.Lines.Exceptions.ShouldContain(e => e is IOException);
    }

    [Fact]
    public async Task WhenSavedAndLoaded_KeepsWhatItKnows()
    {
        await worker.Deliver(Some.Approved(request));
        await worker.Deliver(new RewardGrantRefused(request.RequestId, request.Rewards[1].RewardId, "OUT_OF_STOCK"));

        var loaded = await worker.Fulfilment(request.RequestId);

        (loaded.CorrelationId, loaded.Id, loaded.Version, loaded.UserId).ShouldBe((request.RequestId, request.RequestId.ToString(), 2, request.UserId));
        loaded.Rewards.Select(r => (r.Reward, r.Progress, r.Code)).ShouldBe(
            [(request.Rewards[0], RewardProgress.Asked, null), (request.Rewards[1], RewardProgress.Refused, "OUT_OF_STOCK")]);
    }

    [Fact]
    public async Task WhenANewerVersionHasWrittenMore_AChangeByThisOneKeepsIt()
    {
        await worker.Deliver(Some.Approved(request));
        Once(WriteKind.Update, write =>
        {
            var newer = JsonNode.Parse(worker.Engine.Saved[^1].Body)!.AsObject();
            newer["escalated"] = new JsonObject { ["by"] = "somebody" };
            worker.Engine.Write(write with { Body = Encoding.UTF8.GetBytes(newer.ToJsonString()), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(new RewardGranted(request.RequestId, request.Rewards[0].RewardId, null));

        var last = JsonNode.Parse(worker.Engine.Saved[^1].Body)!;
        last["escalated"]!["by"]!.GetValue<string>().ShouldBe("somebody");
        last["rewards"]![0]!["progress"]!.GetValue<string>().ShouldBe("GRANTED");
    }

    private void Once(WriteKind kind, Action<DocumentWrite> first) => worker.Engine.Before = write =>
    {
        if (write.Kind == kind)
        {
            worker.Engine.Before = null;
            first(write);
        }
    };
}
