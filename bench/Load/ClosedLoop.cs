using System.Diagnostics;
using Bench.Measures;

namespace Bench.Load;

/// <summary>Sends a plan's requests as fast as they are answered, with so many under way and no more.</summary>
internal sealed class ClosedLoop(Plan plan, Sender sender, int connections)
{
    private readonly int[] unanswered = [.. plan.Events.Select((_, number) => plan.Of(number))];
    private readonly TaskCompletionSource[] answered = [.. plan.Events.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    private int next = -1;

    public Latencies Answers { get; } = new();

    public Sent Sent { get; } = new(plan.Requests);

    /// <summary>Completes when each request of the event has its answer.</summary>
    public Task Answered(int eventNumber) => answered[eventNumber].Task;

    /// <param name="mayBegin">Completes when the requests of an event may be sent.</param>
    public Task Run(Func<int, Task> mayBegin, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => Send(mayBegin, cancellationToken), cancellationToken)));

    private async Task Send(Func<int, Task> mayBegin, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref next) is var request && request < plan.Requests)
        {
            var number = plan.EventOf(request);
            await mayBegin(number).WaitAsync(cancellationToken);
            var at = TimeProvider.System.GetUtcNow();
            var started = Stopwatch.GetTimestamp();
            var (eventId, caller) = plan[request];
            var id = await sender.RequestReward(eventId, caller);
            Answers.AddSince(started);
            Sent.Record(request, at, id);
            if (Interlocked.Decrement(ref unanswered[number]) == 0)
            {
                answered[number].SetResult();
            }
        }
    }
}
