namespace Http.Limits;

/// <summary>
/// The limits that all Gateways share, and this Gateway's own while those do not answer: after one answer that came late
/// or not at all nobody waits for them, until a probe in the background was answered.
/// </summary>
public sealed class SharedRateLimits(IRateLimits shared, IRateLimits local, TimeSpan patience, TimeProvider time, ILogger<SharedRateLimits> logger)
    : IRateLimits, IDisposable
{
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private static readonly Permit Probe = new("probe", "probe", 1);

    private readonly CancellationTokenSource end = new();
    private int away;

    public bool IsAway => Volatile.Read(ref away) == 1;

    public Task<Standing> Ask(Permit permit, bool take, CancellationToken cancellationToken) =>
        Do(limits => limits.Ask(permit, take, cancellationToken), cancellationToken);

    public Task GiveBack(Permit permit, CancellationToken cancellationToken) => Do(
        async limits =>
        {
            await limits.GiveBack(permit, cancellationToken);
            return true;
        },
        cancellationToken);

    public void Dispose()
    {
        end.Cancel();
        end.Dispose();
    }

    private async Task<T> Do<T>(Func<IRateLimits, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (!IsAway)
        {
            try
            {
                return await InTime(ask(shared), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Leave(e);
            }
        }

        return await ask(local);
    }

    private async Task<T> InTime<T>(Task<T> asked, CancellationToken cancellationToken)
    {
        // Nobody looks at an answer that comes late, nor at its fault.
        _ = asked.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await asked.WaitAsync(patience, time, cancellationToken);
    }

    private void Leave(Exception fault)
    {
        if (Interlocked.Exchange(ref away, 1) == 0)
        {
            logger.LogWarning(fault, "Shared rate limits do not answer; this Gateway counts for itself");
            _ = Return(end.Token);
        }
    }

    private async Task Return(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ProbeInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (await Answers(cancellationToken))
                {
                    logger.LogInformation("Shared rate limits are back");
                    Volatile.Write(ref away, 0);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        try
        {
            await InTime(shared.Ask(Probe, take: false, cancellationToken), cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(e, "Shared rate limits still do not answer");
            return false;
        }
    }
}
