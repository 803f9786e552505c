using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;

namespace RewardWorker.Delivery;

/// <summary>
/// A circuit breaker for each receiving host, of this process. While one is open, no delivery troubles the host; then one
/// is let through, and closes it or opens it again.
/// </summary>
internal sealed class Circuits(TimeProvider time, ILogger<Circuits> logger)
{
    /// <summary>So many attempts in the window, half of them without success, open it.</summary>
    public const int LeastAttempts = 5;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, ResiliencePipeline<PostOutcome>> pipelines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> open = new(StringComparer.Ordinal);

    public async Task<PostOutcome> Through(Uri url, Func<CancellationToken, Task<PostOutcome>> post, CancellationToken cancellationToken)
    {
        var pipeline = pipelines.GetOrAdd(url.GetLeftPart(UriPartial.Authority), Create);
        try
        {
            return await pipeline.ExecuteAsync(async token => await post(token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return PostOutcome.Postponed;
        }
    }

    private ResiliencePipeline<PostOutcome> Create(string host) =>
        new ResiliencePipelineBuilder<PostOutcome> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<PostOutcome>
            {
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Result?.Verdict == PostVerdict.NoSuccess),
                FailureRatio = 0.5,
                MinimumThroughput = LeastAttempts,
                SamplingDuration = Window,
                BreakDuration = Break,
                OnOpened = _ => Opened(host),
                OnClosed = _ => Closed(host),
            })
            .Build();

    private ValueTask Opened(string host)
    {
        if (open.TryAdd(host, 0))
        {
            DeliveryMetrics.OpenCircuits.Add(1);
            logger.LogWarning("Deliveries to {Host} find no success: its circuit is open", host);
        }

        return default;
    }

    private ValueTask Closed(string host)
    {
        if (open.TryRemove(host, out _))
        {
            DeliveryMetrics.OpenCircuits.Add(-1);
            logger.LogInformation("Deliveries to {Host} are accepted again: its circuit is closed", host);
        }

        return default;
    }
}
