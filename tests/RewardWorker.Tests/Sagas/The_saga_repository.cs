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

public sealed class The_saga_repository : IAsyncLifetime
{
    private readonly RewardRequested request = Some.Request(ApprovalMode.Auto, Some.Delivered(Some.Points()), Some.Delivered(Some.Item()));
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task When_a_message_changes_the_saga_state_and_messages_are_one_write()
    {
        await worker.Deliver(Some.Approved(request));

        var write = SagaWrites().ShouldHaveSingleItem();
        write.Kind.ShouldBe(WriteKind.Insert);
        write.Id.ShouldBe(request.RequestId.ToString());
        JsonSerializer.Deserialize<RewardFulfilmentState>(write.Body, DocumentJson.Options)!.CurrentState.ShouldBe("Delivering");
        write.Outbox.Select(m => m.Message.GetType()).ShouldBe([typeof(RewardRequestGranted), typeof(DeliverGrant), typeof(DeliverGrant)]);
    }

    [Fact]
    public async Task When_a_message_is_ignored_nothing_is_written()
    {
        await Begin();
        await worker.Deliver(Some.Approved(request));
        await worker.Deliver(new FulfilmentDue(request.RequestId));

        SagaWrites().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task When_another_message_is_saved_in_between_the_loser_is_applied_to_what_the_winner_left()
    {
        await Begin();
        Once(WriteKind.Update, write =>
        {
            var winner = JsonSerializer.Deserialize<RewardFulfilmentState>(SagaWrites()[^1].Body, DocumentJson.Options)!;
            winner.Rewards[1].Delivered = true;
            worker.Engine.Write(write with { Body = JsonSerializer.SerializeToUtf8Bytes(winner, DocumentJson.Options), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards![0].RewardId));

        (await worker.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
        worker.Deliveries.Waiting.OfType<RewardRequestFulfilled>().ShouldHaveSingleItem();
        worker.Lines.Exceptions.ShouldContain(e => e is SagaConcurrencyException);
    }

    [Fact]
    public async Task When_another_message_creates_the_saga_in_between_the_loser_finds_it()
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
    public async Task When_the_engine_fails_the_message_is_tried_again_and_raises_once()
    {
        Once(WriteKind.Insert, _ => throw new IOException("disk full"));

        await worker.Deliver(request);

        worker.Deliveries.Waiting.Count.ShouldBe(3);
        worker.Lines.Exceptions.ShouldContain(e => e.GetBaseException() is IOException);
    }

    [Fact]
    public async Task A_message_that_begins_a_saga_looks_for_it_only_when_it_is_tried_again()
    {
        await worker.Deliver(request);
        worker.Engine.Reads.ShouldNotContain(read => read.Collection == "fulfilments");

        await worker.Deliver(request);
        worker.Engine.Reads.Count(read => read.Collection == "fulfilments").ShouldBe(1);
        SagaWrites().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_saga_that_is_saved_and_loaded_keeps_what_it_knows()
    {
        await Begin();
        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards![1].RewardId));

        var loaded = await worker.Fulfilment(request.RequestId);

        (loaded.CorrelationId, loaded.Id, loaded.Version, loaded.UserId).ShouldBe((request.RequestId, request.RequestId.ToString(), 2, request.UserId));
        loaded.TermsId.ShouldBe(worker.EventService.Terms.Keys.ShouldHaveSingleItem());
        loaded.Rewards.Select(r => (r.RewardId, r.Granted, r.HasDelivery, r.Delivered)).ShouldBe(
            request.Rewards!.Select((r, i) => (r.RewardId, true, true, i == 1)));
    }

    [Fact]
    public async Task When_a_newer_version_has_written_more_a_change_by_this_one_keeps_it()
    {
        await Begin();
        Once(WriteKind.Update, write =>
        {
            var newer = JsonNode.Parse(SagaWrites()[^1].Body)!.AsObject();
            newer["escalated"] = new JsonObject { ["by"] = "somebody" };
            worker.Engine.Write(write with { Body = Encoding.UTF8.GetBytes(newer.ToJsonString()), Outbox = [] }).IsSaved.ShouldBeTrue();
        });

        await worker.Deliver(new GrantDelivered(request.RequestId, request.Rewards![0].RewardId));

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
