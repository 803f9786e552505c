using System.Collections.Concurrent;
using Contracts.Events;
using Contracts.Requests;
using FsCheck;
using FsCheck.Fluent;
using RewardWorker.Delivery;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Delivery;

public sealed class Any_interleaving_of_deliveries
{
    /// <param name="Statuses">What the receiver answers, in turn, and then 200.</param>
    /// <param name="Schedule">Which of the waiting messages is delivered next; every third is delivered again later.</param>
    /// <param name="Revoked">The request is revoked if it comes to that.</param>
    private sealed record Play(int Rewards, IReadOnlyList<int> Statuses, IReadOnlyList<int> Schedule, bool Revoked);

    [Fact]
    public async Task Ends_with_the_receiver_knowing_what_the_ledger_says()
    {
        await using var scene = await DeliveryScene.Start(settings: ("Delivery:RetrySeconds", "5,5"));
        var plays =
            from rewards in Gen.Choose(1, 3)
            from statuses in Gen.ListOf(Gen.Elements(200, 200, 500, 429, 403), 6)
            from schedule in Gen.ListOf(Gen.Choose(0, 1000), 40)
            from revoked in Gen.Elements(true, false)
            select new Play(rewards, [.. statuses], [.. schedule], revoked);

        var seen = new ConcurrentDictionary<string, int>();
        Prop.ForAll(plays.ToArbitrary(), play => Run(scene, play, seen).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

        // The plays reach every end; otherwise the property would say little.
        seen.Keys.Order().ShouldBe(["Failed", "Fulfilled", "Revoked"]);
    }

    private static async Task<bool> Run(DeliveryScene scene, Play play, ConcurrentDictionary<string, int> seen)
    {
        var worker = scene.Worker;
        var before = scene.Receiver.Received.Count;
        var accepted = new ConcurrentQueue<string>();
        var answers = new ConcurrentQueue<int>(play.Statuses);
        scene.Receiver.Answer = (webhook, context) =>
        {
            context.Response.StatusCode = answers.TryDequeue(out var status) ? status : 200;
            if (context.Response.StatusCode == 200)
            {
                accepted.Enqueue(webhook.Key);
            }

            return Task.CompletedTask;
        };
        var rewards = Enumerable.Range(0, play.Rewards).Select(i => scene.Delivered(Some.Points(10 + i))).Append(Some.Badge()).ToArray();
        var request = Some.Request(ApprovalMode.Auto, rewards);
        worker.Request(request);
        foreach (var choice in play.Schedule)
        {
            if (choice % 10 == 0)
            {
                worker.Time.Advance(TimeSpan.FromSeconds(6));
                await worker.Deliver(new FulfilmentDue(request.RequestId));
            }

            await worker.Step(choice, keepCopy: choice % 3 == 0);
        }

        await End(scene, request);
        if (play.Revoked && await scene.State(request) == "Fulfilled")
        {
            await worker.Deliver(new RewardRequestRevoked(request.RequestId, "a mistake"));
            await End(scene, request);
        }

        var state = await scene.State(request);
        seen.AddOrUpdate(state, 1, (_, n) => n + 1);
        var sums = worker.Entries().Where(g => g.RequestId == request.RequestId).GroupBy(g => g.RewardId).ToDictionary(g => g.Key, g => g.Sum(e => e.Amount));
        var receiverHolds = rewards.Where(r => r.Delivery is not null).Select(r =>
            (Granted: accepted.Contains(Grant.IdOf(request.RequestId, r.RewardId)), Revoked: accepted.Contains(Grant.ReversalIdOf(request.RequestId, r.RewardId)))).ToList();
        var keys = scene.Receiver.Received.Skip(before).Select(r => r.Key).Distinct().Count();
        var holds = keys <= 2 * play.Rewards && state switch
        {
            "Fulfilled" => rewards.All(r => sums[r.RewardId] > 0) && receiverHolds.TrueForAll(r => r is { Granted: true, Revoked: false }),
            "Failed" or "Revoked" => rewards.All(r => sums.GetValueOrDefault(r.RewardId) == 0) && await EveryNoticeEnded(scene, request, receiverHolds),
            _ => false,
        };
        return holds ? true : throw new InvalidOperationException(
            $"{state}: {string.Join(", ", play.Statuses)}; {string.Join(", ", receiverHolds)}; {string.Join(", ", sums.Values)}; "
            + $"{string.Join(", ", scene.Receiver.Received.Skip(before).Select(r => r.Type))}");
    }

    /// <summary>What the receiver accepted is called back, unless it has refused the notice itself.</summary>
    private static async Task<bool> EveryNoticeEnded(DeliveryScene scene, RewardRequested request, List<(bool Granted, bool Revoked)> receiverHolds)
    {
        for (var i = 0; i < receiverHolds.Count; i++)
        {
            var state = (await scene.Worker.GrantDeliveries.Get(Grant.IdOf(request.RequestId, request.Rewards![i].RewardId)))?.State;
            if (receiverHolds[i] is { Granted: true, Revoked: false } && state != DeliveryState.RevocationFailed)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task End(DeliveryScene scene, RewardRequested request)
    {
        // A circuit that opens by chance keeps some waiting for a while.
        for (var i = 0; i < 30; i++)
        {
            await scene.Worker.Settle();
            await scene.Later(request, 6);
            var deliveries = await Task.WhenAll(request.Rewards!.Select(r => scene.Worker.GrantDeliveries.Get(Grant.IdOf(request.RequestId, r.RewardId))));
            if (await scene.State(request) is "Fulfilled" or "Failed" or "Revoked" && deliveries.All(d => d?.DueAt is null))
            {
                return;
            }
        }
    }
}
