using Bench.Measures;
using Messaging.Client;

namespace Bench.Load;

/// <summary>Follows a plan's requests to their ends by the list of an event's requests, whose cost is a few calls a second.</summary>
internal sealed class Outcomes(Plan plan, MessagingClient admin)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly RequestStatus[] Open = [RequestStatus.Pending, RequestStatus.Approved];

    /// <summary>How many are, those included whose answer did not come; known once verified.</summary>
    public int FulfilledCount { get; private set; }

    /// <summary>Completes when no request of the event is under way. Its requests have been answered.</summary>
    public async Task Ended(int eventNumber, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        foreach (var status in Open)
        {
            while (await AreThere(plan.Events[eventNumber], status))
            {
                await Task.Delay(Period, bound.Token);
            }
        }
    }

    /// <summary>
    /// Throws unless each accepted request is FULFILLED with its reward, and none is that nobody sent. How long each took
    /// is until the time in its timeline, which is taken just before the outcome is saved.
    /// </summary>
    public async Task<Latencies> Verify(Sent sent)
    {
        var meant = sent.MeantAt();
        var pages = await Crowd.ForEach(plan.Events, Fulfilled);
        var latencies = new Latencies();
        foreach (var (id, at) in pages.SelectMany(page => page))
        {
            if (meant.Remove(id, out var since))
            {
                latencies.Add(at - since);
            }
        }

        FulfilledCount = pages.Sum(page => page.Count);
        var unknown = FulfilledCount - sent.Accepted;
        return meant.Count > 0 ? throw new InvalidOperationException($"{meant.Count} accepted requests are not among the fulfilled ones, as {meant.First().Key}.")
            : unknown > sent.Refused ? throw new InvalidOperationException($"{unknown} requests are fulfilled that nobody sent.")
            : latencies;
    }

    private async Task<bool> AreThere(Guid eventId, RequestStatus status) =>
        (await admin.Requests.List(eventId: eventId, status: status).Page(limit: 1)).Items.Count > 0;

    private async Task<IReadOnlyList<(Guid Id, DateTimeOffset At)>> Fulfilled(Guid eventId)
    {
        var all = new List<(Guid, DateTimeOffset)>();
        await foreach (var request in admin.Requests.List(eventId: eventId))
        {
            all.Add(Fulfilled(request));
        }

        return all;
    }

    private static (Guid Id, DateTimeOffset At) Fulfilled(RewardRequest request) =>
        request.Timeline[^1] is { Status: RequestStatus.Fulfilled } last && request.Rewards.All(reward => reward.Granted)
            ? (request.Id, last.At)
            : throw new InvalidOperationException($"Not fulfilled: {request}");
}
