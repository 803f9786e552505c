using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EventService.Activities;

/// <summary>
/// Folds owners whose unfolded activities have become many, one at a time. What is lost here in a crash is suggested
/// again by whoever meets those activities next.
/// </summary>
internal sealed class FoldQueue(ActivityFolding folding, ILogger<FoldQueue> logger) : BackgroundService
{
    /// <summary>As many unfolded activities are read at each evaluation without being noticed.</summary>
    public const int LongTail = 256;

    private readonly Channel<string> owners = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, bool> waiting = new();

    public void Suggest(string owner)
    {
        if (waiting.TryAdd(owner, true))
        {
            owners.Writer.TryWrite(owner);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var owner in owners.Reader.ReadAllAsync(stoppingToken))
        {
            // Before it is folded: what comes meanwhile suggests it anew.
            waiting.TryRemove(owner, out _);
            try
            {
                await folding.Fold(owner, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Activities of {Owner} could not be folded: they count all the same, more slowly", owner);
            }
        }
    }
}
