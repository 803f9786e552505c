using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using RewardWorker.Delivery;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;
using Testing;
using Drills.Receivers;

namespace RewardWorker.Tests.Delivery;

public sealed class Revoking_deliveries : IAsyncLifetime
{
    private DeliveryScene scene = null!;

    private WebhookReceiver Receiver => scene.Receiver;

    public async Task InitializeAsync() => scene = await DeliveryScene.Start(settings: ("Delivery:RetrySeconds", "5,30"));

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task When_a_delivered_request_is_revoked_the_receiver_is_told()
    {
        var request = await scene.Request(scene.Delivered(Some.Points()));
        await Revoke(request);

        var notice = Receiver.Received[^1];
        notice.Key.ShouldBe(Grant.ReversalIdOf(request.RequestId, request.Rewards![0].RewardId));
        notice.IsSignedWith(WebhookReceiver.Secret).ShouldBeTrue();
        notice.Type.ShouldBe("reward.revoked");
        notice.Json.GetProperty("grantId").GetString().ShouldBe(Receiver.Received[0].Key);
        Receiver.Received.Count.ShouldBe(2);
        (await scene.State(request)).ShouldBe("Revoked");
    }

    [Fact]
    public async Task When_the_receiver_is_away_the_revocation_does_not_wait_for_it()
    {
        Receiver.AnswersWith(200, 503, 200);
        var request = await scene.Request(scene.Delivered(Some.Points()));
        await Revoke(request);

        (await scene.State(request)).ShouldBe("Revoked");
        (await scene.Delivery(request)).State.ShouldBe(DeliveryState.Revoking);
        scene.Worker.Entries().Sum(g => g.Amount).ShouldBe(0);
        await scene.Later(request, 6);
        (await scene.Delivery(request)).State.ShouldBe(DeliveryState.Revoked);
    }

    [Fact]
    public async Task When_one_of_two_deliveries_is_refused_the_other_is_called_back()
    {
        Receiver.Answer = (webhook, context) =>
        {
            context.Response.StatusCode = webhook.Type == "reward.granted" && webhook.Json.GetProperty("reward").GetProperty("type").GetString() == "BADGE" ? 403 : 200;
            return Task.CompletedTask;
        };
        var request = await scene.Request(scene.Delivered(Some.Points()), scene.Delivered(Some.Badge()));
        await scene.Later(request, 1);

        (await scene.State(request)).ShouldBe("Failed");
        scene.Worker.Entries().GroupBy(g => g.RewardId).ShouldAllBe(g => g.Sum(e => e.Amount) == 0);
        (await scene.Delivery(request)).State.ShouldBeOneOf(DeliveryState.Revoked, DeliveryState.Withdrawn);
        var granted = Receiver.Received.Where(r => r.Type == "reward.granted").Select(r => r.Key).ToHashSet();
        var revoked = Receiver.Received.Where(r => r.Type == "reward.revoked").Select(r => r.Json.GetProperty("grantId").GetString()!).ToHashSet();
        revoked.ShouldBe(granted, ignoreOrder: true);
    }

    [Fact]
    public async Task The_revocation_of_a_grant_that_is_being_posted_arrives_after_it()
    {
        var mayAnswer = new TaskCompletionSource();
        Receiver.Answer = (_, _) => mayAnswer.Task;
        var (reward, request) = Planned();
        await GrantIt(request, reward);
        await Enter(request, reward);
        var attempt = scene.Worker.Deliver(new DeliveryDue(Id(request)));
        await Wait.Until(() => Receiver.Received.Count == 1, "the post to arrive");

        await scene.Worker.TakeBack(Taken(request));
        await scene.Worker.Deliver(new DeliveryDue(Id(request)));
        Receiver.Received.Count.ShouldBe(1);
        mayAnswer.SetResult();
        await attempt;
        await scene.Later(request, 1);

        Receiver.Received.Select(r => r.Type).ShouldBe(["reward.granted", "reward.revoked"]);
    }

    [Fact]
    public async Task A_grant_that_is_taken_back_before_its_delivery_is_entered_is_not_posted()
    {
        var (reward, request) = Planned();
        await GrantIt(request, reward);
        await scene.Worker.TakeBack(Taken(request));

        await Enter(request, reward);
        await scene.Later(request, 1);

        Receiver.Received.ShouldBeEmpty();
        (await scene.Delivery(request)).State.ShouldBe(DeliveryState.Withdrawn);
    }

    [Fact]
    public async Task Of_a_grant_that_is_taken_back_many_times_at_once_one_notice_is_posted()
    {
        var request = await scene.Request(scene.Delivered(Some.Limited(1)));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => scene.Worker.TakeBack(Taken(request))));
        await scene.Later(request, 1);

        Receiver.Received.Count(r => r.Type == "reward.revoked").ShouldBe(1);
        scene.Worker.Entries().Select(g => g.Amount).ShouldBe([2, -2]);
        (await scene.Worker.Ask<GetStock, StockList>(new GetStock([request.Rewards![0].RewardId]))).Items.Single().Remaining.ShouldBe(1);
    }

    private (RewardToGrant Reward, RewardRequested Request) Planned()
    {
        var reward = scene.Delivered(Some.Points());
        return (reward, Some.Request(ApprovalMode.Auto, reward));
    }

    private Task<Grant> GrantIt(RewardRequested request, RewardToGrant reward) =>
        scene.Worker.Grant(Some.Order(request, reward));

    private Task Enter(RewardRequested request, RewardToGrant reward) =>
        scene.Worker.Deliver(new DeliverGrant(request.RequestId, reward.RewardId, reward.Name, reward.Delivery!));

    private static GrantOrder Taken(RewardRequested request) => Some.Order(request, request.Rewards![0]);

    private static Guid Id(RewardRequested request) => Guid.Parse(Grant.IdOf(request.RequestId, request.Rewards![0].RewardId));

    private async Task Revoke(RewardRequested request)
    {
        await scene.Worker.Deliver(new RewardRequestRevoked(request.RequestId, "a mistake"));
        await scene.Worker.Settle();
        await scene.Later(request, 1);
    }
}
