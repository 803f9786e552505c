using System.Globalization;
using Bench.Load;
using Bench.Measures;
using Bench.Targets;
using Messaging.Client;
using Testing;

namespace Bench.Scenarios;

/// <summary>Reward requests against one platform; each is followed to its end, and its grant is verified.</summary>
internal sealed class RequestLoad(Target target, Settings settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Crowd crowd = new(target.Address);
    private int fulfilled;

    public Crowd Crowd => crowd;

    public string Name => target.Name;

    /// <summary>So many between POST and FULFILLED at any moment.</summary>
    public Task<Round> Flow(int requests, CancellationToken cancellationToken) =>
        Closed("flow", requests, Math.Max(1, settings.InFlight / settings.Users), cancellationToken);

    /// <summary>As fast as they are accepted; measured until the last answer.</summary>
    public Task<Round> Burst(int requests, CancellationToken cancellationToken) => Closed("burst", requests, window: null, cancellationToken);

    /// <param name="withStreams">Each user has an event stream open, which tells when a request is fulfilled.</param>
    public async Task<Round> Open(string scenario, double rate, bool withStreams, CancellationToken cancellationToken)
    {
        var requests = (int)(rate * settings.Seconds);
        var plan = await Plan.Make(crowd, settings.Users, requests);
        var outcomes = new Outcomes(plan, crowd.Admin);
        using var sender = new Sender(target.Address);
        await using var streams = withStreams ? await Streams.Open(target.Address, plan.Callers) : null;
        var (sent, answers) = (new Sent(requests), new Latencies());
        using var meter = await Meter.Start(target.Counters);
        await OpenLoop.Run(
            rate,
            requests,
            async (number, meant) =>
            {
                var (eventId, caller) = plan[number];
                var at = TimeProvider.System.GetUtcNow() - System.Diagnostics.Stopwatch.GetElapsedTime(meant);
                var id = await sender.RequestReward(eventId, caller);
                answers.AddSince(meant);
                sent.Record(number, at, id);
            },
            cancellationToken);
        var cost = await meter.Stop();
        await Ended(plan, outcomes, cancellationToken);
        var ends = await Verified(outcomes, sent);
        return Round.Of(Name, scenario, target.Programs, requests, sent.Refused, cost, answers, ends, streams is null ? null : await Seen(sent, streams));
    }

    /// <summary>Throws unless every request so far was granted once, and the wallets say so too.</summary>
    public async Task Verify()
    {
        await crowd.Callers(1);
        var admin = crowd.Admin;
        Reconciliation? seen = null;
        await Wait.Until(async () => (seen = await admin.Operations.Reconcile()).PendingOutbox == 0, () => $"nothing to wait in outboxes: {seen}", Patience);
        var wallets = await Crowd.ForEach(crowd.UserIds, Points);
        if (seen is not { MissingGrants: 0, DuplicateGrants: 0, OrphanGrants: 0, Oversold: 0 }
            || seen.Requests != fulfilled
            || seen.Grants != fulfilled
            || wallets.Sum() != (long)fulfilled * Plan.Points)
        {
            throw new InvalidOperationException($"{fulfilled} requests were fulfilled, wallets hold {wallets.Sum()} points, and reconciliation says {seen}.");
        }

        Progress.Say($"{Name}: {fulfilled.ToString(CultureInfo.InvariantCulture)} requests, each granted once; reconciliation and wallets agree");

        async Task<long> Points(Guid userId) => (await admin.Wallets.Get(userId)).Points;
    }

    public void Dispose() => crowd.Dispose();

    /// <param name="window">Events whose requests are under way at a time; null for all.</param>
    private async Task<Round> Closed(string scenario, int requests, int? window, CancellationToken cancellationToken)
    {
        var plan = await Plan.Make(crowd, settings.Users, requests);
        var outcomes = new Outcomes(plan, crowd.Admin);
        using var sender = new Sender(target.Address);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loop = new ClosedLoop(plan, sender, settings.Connections);
        var ended = plan.Events.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        using var meter = await Meter.Start(target.Counters);
        var sending = OrCancel(loop.Run(number => window is { } most && number >= most ? ended[number - most].Task : Task.CompletedTask, failed.Token));
        Cost? cost = null;
        if (window is null)
        {
            await sending;
            cost = await meter.Stop();
        }

        await Task.WhenAll(sending, OrCancel(Follow()));
        cost ??= await meter.Stop();
        var ends = await Verified(outcomes, loop.Sent);
        return Round.Of(Name, scenario, target.Programs, requests, loop.Sent.Refused, cost, loop.Answers, ends);

        async Task Follow()
        {
            for (var number = 0; number < plan.Events.Count; number++)
            {
                await loop.Answered(number).WaitAsync(failed.Token);
                await outcomes.Ended(number, failed.Token);
                ended[number].SetResult();
            }
        }

        async Task OrCancel(Task task)
        {
            try
            {
                await task;
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private static async Task Ended(Plan plan, Outcomes outcomes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < plan.Events.Count; number++)
        {
            await outcomes.Ended(number, cancellationToken);
        }
    }

    private async Task<Latencies> Verified(Outcomes outcomes, Sent sent)
    {
        var ends = await outcomes.Verify(sent);
        fulfilled += outcomes.FulfilledCount;
        return ends;
    }

    private static async Task<Latencies> Seen(Sent sent, Streams streams)
    {
        var latencies = new Latencies();
        foreach (var (id, meant) in sent.MeantAt())
        {
            DateTimeOffset? at = null;
            await Wait.Until(() => (at = streams.Seen(id)) is not null, $"the stream to say that {id} is fulfilled");
            latencies.Add(at!.Value - meant);
        }

        return latencies;
    }
}
