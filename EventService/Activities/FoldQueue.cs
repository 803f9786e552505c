using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EventService.Activities;

/// <summary>
/// Folds owners whose unfolded activities have become many. What is lost here in a crash is suggested
/// again by whoever meets those activities next.
/// </summary>
internal sealed class FoldQueue(ActivityFolding folding, ILogger<FoldQueue> logger) : BackgroundService
{
    /// <summary>As many unfolded activities are read at each evaluation without being noticed.</summary>
    public const int LongTail = 256;

    private const int Workers = 2;

    private readonly Channel<string> owners = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new();

    /// <summary>Completes when a fold that began after this call has ended, well or not.</summary>
    public Task Suggest(string owner)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var known = waiting.GetOrAdd(owner, end);
        if (known == end)
        {
            owners.Writer.TryWrite(owner);
        }

        return known.Task;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => Work(stoppingToken), stoppingToken)));

    private async Task Work(CancellationToken stoppingToken)
    {
        await foreach (var owner in owners.Reader.ReadAllAsync(stoppingToken))
        {
            // Before it is folded: what comes meanwhile suggests it anew.
            waiting.TryRemove(owner, out var end);
            try
            {
                await folding.Fold(owner, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Activities of {Owner} could not be folded: they count all the same, more slowly", owner);
            }
            finally
            {
                end?.TrySetResult();
            }
        }
    }
}
