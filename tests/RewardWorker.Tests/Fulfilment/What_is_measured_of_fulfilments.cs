using Contracts.Events;
using Contracts.Requests;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;
using Testing;

namespace RewardWorker.Tests.Fulfilment;

public sealed class What_is_measured_of_fulfilments
{
    [Fact]
    public async Task The_states_that_they_come_to_are_counted_and_those_that_are_overdue()
    {
        using var measured = new Measured("fulfilments.entered");
        await using var worker = await RunningWorker.Start();
        RewardRequested request = Some.Request(ApprovalMode.Manual, Some.Points()) with { ApprovalDeadline = worker.Time.GetUtcNow().AddHours(1) };

        await worker.Deliver(request);

        measured.All.ShouldContain("fulfilments.entered{state=AwaitingApproval} 1");
        (await Overdue(TimeSpan.Zero)).ShouldBe(0);
        (await Overdue(TimeSpan.FromHours(2))).ShouldBe(1);

        async Task<double> Overdue(TimeSpan later)
        {
            var time = new AheadTime();
            time.Advance(later);
            return (await FulfilmentMetrics.Sample(worker.Fulfilments, time)(CancellationToken.None)).Single().Value.Value;
        }
    }
}
