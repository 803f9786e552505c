using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

public sealed class Many_requests
{
    /// <summary>Two instances, one storage: what either raises goes to either, shuffled, and every third message twice.</summary>
    [Fact]
    public async Task When_deliveries_are_duplicated_and_shuffled_each_reward_is_granted_once()
    {
        var first = await RunningWorker.Start();
        var second = await RunningWorker.Start(first.Engine);
        await using var _ = first;
        await using var __ = second;
        var events = new EventServiceDouble();
        var requests = Enumerable.Range(0, 500)
            .Select(i => Some.Request(ApprovalMode.Auto, [Some.Points(i + 1), .. i % 2 == 0 ? new[] { Some.Coupon() } : []]))
            .ToList();
        foreach (var request in requests)
        {
            events.Requests[request.RequestId] = request;
            first.Deliveries.Add(request);
            second.Deliveries.Add(request);
        }

        var random = new Random(20_240);
        RunningWorker[] workers = [first, second];
        while (workers.SelectMany(w => w.Deliveries.TakeAll()).ToArray() is { Length: > 0 } wave)
        {
            var deliveries = wave.Concat(wave.Where((_, i) => i % 3 == 0)).ToArray();
            random.Shuffle(deliveries);
            await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (message, cancellationToken) =>
            {
                var to = workers[Random.Shared.Next(2)];
                if (!EventServiceDouble.Consumes(message))
                {
                    await to.Deliver(message);
                    return;
                }

                foreach (var next in events.Consume(message))
                {
                    to.Deliveries.Add(next);
                }
            });
        }

        var granted = first.Entries();
        granted.Select(g => (g.RequestId, g.RewardId, g.Amount)).Order().ShouldBe(
            requests.SelectMany(r => r.Rewards!.Select(w => (r.RequestId, w.RewardId, w.Value is PointValue value ? value.Points : 1))).Order());
        events.Reports.Keys.Order().ShouldBe(requests.Select(r => r.RequestId).Order());
        events.Reports.Values.SelectMany(r => r).ShouldAllBe(report => report is RewardRequestFulfilled);
        foreach (var request in requests)
        {
            (await first.Fulfilment(request.RequestId)).CurrentState.ShouldBe("Fulfilled");
        }
    }
}
