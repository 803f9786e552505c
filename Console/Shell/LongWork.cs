namespace OperatorsConsole.Shell;

/// <summary>One question that takes its time: it says since when it runs, and can be stopped.</summary>
public sealed class LongWork : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? stopping;

    public bool IsRunning => stopping is not null;

    public int Seconds { get; private set; }

    /// <param name="shown">Called each second.</param>
    /// <param name="work">Ends as soon as its token says so.</param>
    public async Task Run(TimeProvider time, Action shown, Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(shown);
        if (IsRunning)
        {
            return;
        }

        using var source = stopping = new CancellationTokenSource();
        Seconds = 0;
        try
        {
            var running = work(source.Token);
            using var timer = new PeriodicTimer(Second, time);
            while (!running.IsCompleted)
            {
                var tick = timer.WaitForNextTickAsync(source.Token).AsTask();
                if (await Task.WhenAny(running, tick) == tick)
                {
                    await tick;
                    Seconds++;
                    shown();
                }
            }

            await running;
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            // Its reader has stopped it, or left.
        }
        finally
        {
            stopping = null;
        }
    }

    public void Stop() => stopping?.Cancel();

    public void Dispose() => Stop();
}
