using Hosting.Metrics;

namespace Bus.DeadLetters;

/// <summary>The dead letters of this host's queues, for whoever is on call.</summary>
internal static class DeadLetterGauge
{
    private static readonly SampledGauge Letters = new("dead.letters", "Messages that their consumer could not do and that wait to be redelivered.");

    public static Sample Of(IDeadLetters letters, WorkQueues queues) => async cancellationToken =>
        [.. (await letters.Count(queues.Names, cancellationToken)).Select(count => Letters.Of(count.Value, ("queue", count.Key)))];
}
