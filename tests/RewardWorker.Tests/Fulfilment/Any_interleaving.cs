using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using FsCheck;
using FsCheck.Fluent;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

public sealed class Any_interleaving
{
    /// <param name="Decision">Who decides a request that waits for it: 0 approves, 1 rejects, 2 cancels; 3 leaves it to the platform.</param>
    /// <param name="Refused">Which rewards are refused, as bits.</param>
    /// <param name="Schedule">Which of the waiting messages is delivered next; every third is delivered again later.</param>
    private sealed record Play(int Decision, int Rewards, int Refused, IReadOnlyList<int> Schedule);

    [Fact]
    public async Task Ends_with_everything_granted_or_nothing()
    {
        var worker = await RunningWorker.Start();
        await using var _ = worker;
        var plays =
            from decision in Gen.Choose(0, 3)
            from rewards in Gen.Choose(1, 4)
            from refused in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(0, 15)))
            from schedule in Gen.ListOf(Gen.Choose(0, 1000), 60)
            select new Play(decision, rewards, refused, [.. schedule]);

        var seen = new Dictionary<string, int>();
        Prop.ForAll(plays.ToArbitrary(), play => Run(worker, play, seen).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        // The plays reach every end; otherwise the property would say little.
        seen.Keys.Order().ShouldBe(["Cancelled", "Failed", "Fulfilled", "Rejected"]);
    }

    private static async Task<bool> Run(RunningWorker worker, Play play, Dictionary<string, int> seen)
    {
        var rewards = Enumerable.Range(0, play.Rewards).Select(i => i % 2 == 0 ? Some.Points(10 + i) : Some.Item(quantity: i + 1)).ToArray();
        var request = Some.Request(play.Decision == 3 ? ApprovalMode.Auto : ApprovalMode.Manual, rewards);
        worker.Request(request);
        foreach (var (reward, _) in rewards.Select((r, i) => (r, i)).Where(r => (play.Refused >> r.i & 1) == 1))
        {
            await worker.Refuse(request, reward, "PLANTED");
        }

        worker.Deliveries.Add(play.Decision switch
        {
            0 => new ApproveRewardRequest(request.RequestId, "operator", null),
            1 => new RejectRewardRequest(request.RequestId, "operator", "no"),
            2 => new CancelRewardRequest(request.RequestId, new Contracts.Caller(request.UserId, [Role.User])),
            _ => new FulfilmentDue(request.RequestId),
        });
        foreach (var choice in play.Schedule)
        {
            if (choice % 20 == 0)
            {
                worker.Time.Advance(TimeSpan.FromMinutes(6));
                await worker.Deliver(new FulfilmentDue(request.RequestId));
            }

            await worker.Step(choice, keepCopy: choice % 3 == 0);
        }

        await worker.Settle();
        var state = (await worker.Fulfilment(request.RequestId)).CurrentState;
        seen[state] = seen.GetValueOrDefault(state) + 1;
        var entries = worker.Entries().Where(g => g.RequestId == request.RequestId).ToLookup(g => g.RewardId);
        var reports = worker.EventService.Reports.GetValueOrDefault(request.RequestId)?.Distinct(ReportKind).ToList() ?? [];
        var netZero = rewards.All(r => entries[r.RewardId].Sum(g => g.Amount) == 0 && entries[r.RewardId].Count() is 0 or 2);
        return state switch
        {
            "Fulfilled" => rewards.All(r => entries[r.RewardId].Count() == 1) && reports is [RewardRequestFulfilled],
            "Failed" => netZero && reports is [RewardRequestFailed],
            "Rejected" or "Cancelled" => entries.Count == 0 && reports is [],
            _ => false,
        };
    }

    private static IEqualityComparer<object> ReportKind { get; } = EqualityComparer<object>.Create((a, b) => a!.GetType() == b!.GetType(), r => r.GetType().GetHashCode());
}
