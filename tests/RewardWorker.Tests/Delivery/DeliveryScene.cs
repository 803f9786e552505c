using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using RewardWorker.Delivery;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;
using Testing;
using Drills.Receivers;
using Hosting.Networks;

namespace RewardWorker.Tests.Delivery;

/// <summary>A worker, and a receiver that its rewards are delivered to.</summary>
internal sealed class DeliveryScene : IAsyncDisposable
{
    private DeliveryScene(RunningWorker worker, WebhookReceiver receiver)
    {
        Worker = worker;
        Receiver = receiver;
    }

    public RunningWorker Worker { get; }

    public WebhookReceiver Receiver { get; }

    public static async Task<DeliveryScene> Start(ResolveHost? resolve = null, params (string Key, string Value)[] settings) =>
        new(await RunningWorker.Start(resolve: resolve, settings: settings), await WebhookReceiver.Start());

    /// <summary>The reward, delivered to the receiver or to another URL.</summary>
    public RewardToGrant Delivered(RewardToGrant reward, string? url = null) =>
        reward with { Delivery = new RewardDelivery(url ?? Receiver.Url, Worker.Cipher.Seal(WebhookReceiver.Secret, url ?? Receiver.Url)) };

    /// <summary>A request that is approved and granted, and whose first attempts have been made.</summary>
    public async Task<RewardRequested> Request(params RewardToGrant[] rewards)
    {
        var request = Some.Request(ApprovalMode.Auto, rewards);
        Worker.Request(request);
        await Worker.Settle();
        await Attempted(request);
        return request;
    }

    public async Task<GrantDelivery> Delivery(RewardRequested request, int reward = 0) =>
        (await Worker.GrantDeliveries.Get(Grant.IdOf(request.RequestId, request.Rewards![reward].RewardId)))!;

    /// <summary>Puts the clock forward, and waits until what is due then has been tried.</summary>
    public async Task Later(RewardRequested request, TimeSpan by)
    {
        Worker.Time.Advance(by);
        await Attempted(request);
    }

    public async Task Later(RewardRequested request, int seconds) => await Later(request, TimeSpan.FromSeconds(seconds));

    public async Task<string> State(RewardRequested request) => (await Worker.Fulfilment(request.RequestId)).CurrentState;

    public async Task<IReadOnlyList<DeliveryAttempt>> Log(RewardRequested request, int limit = 100) =>
        (await Worker.Ask<ListDeliveries, DeliveryList>(new ListDeliveries(request.RequestId, limit, null))).Items;

    /// <summary>A reader that does not know when a delivery was in somebody's hands waits until none is due.</summary>
    private async Task Attempted(RewardRequested request)
    {
        foreach (var reward in request.Rewards!.Where(r => r.Delivery is not null))
        {
            var id = Grant.IdOf(request.RequestId, reward.RewardId);
            await Worker.Deliver(new DeliveryDue(Guid.Parse(id)));
            await Wait.Until(
                async () => await Worker.GrantDeliveries.Get(id) is not { } delivery
                    || (delivery.Begun is null && !(delivery.DueAt <= Worker.Time.GetUtcNow())),
                $"the attempt of delivery {id}");
        }

        await Worker.Settle();
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
