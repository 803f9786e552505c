using System.Diagnostics.Metrics;
using Documents;
using Hosting.Metrics;
using MassTransit;

namespace RewardWorker.Fulfilment;

/// <summary>
/// Which states fulfilments come to, counted as they do: to count those that are in each would need one more index on every
/// saga. One that is repeated after a fault counts again.
/// </summary>
internal sealed class FulfilmentMetrics : IStateObserver<RewardFulfilmentState>
{
    private const int MostCounted = 1000;

    private static readonly Meter Meter = new("Messaging.Fulfilment");
    private static readonly Counter<long> Entered = Meter.CreateCounter<long>("fulfilments.entered", description: "How often a fulfilment came to a state.");

    private static readonly SampledGauge Overdue =
        new("fulfilments.overdue", "Fulfilments that should have asked for what they wait for a minute ago or earlier; 1000 when there are more.");

    public static Sample Sample(IDocumentStore<RewardFulfilmentState> fulfilments, TimeProvider time) => async cancellationToken =>
    {
        var query = new Query<RewardFulfilmentState>().OrderBy(f => f.DueAt).Until(time.GetUtcNow() - TimeSpan.FromMinutes(1)).Take(MostCounted);
        return [Overdue.Of((await fulfilments.Query(query, cancellationToken)).Items.Count)];
    };

    public Task StateChanged(BehaviorContext<RewardFulfilmentState> context, State currentState, State previousState)
    {
        Entered.Add(1, KeyValuePair.Create("state", (object?)currentState.Name));
        return Task.CompletedTask;
    }
}
