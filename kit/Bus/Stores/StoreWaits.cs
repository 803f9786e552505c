using Documents;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Bus.Stores;

/// <summary>
/// The pauses of messages whose store is away: they grow, and differ from each other, so that a store that comes back is not
/// met by all at once. Says in the log that messages wait, every 30 s that they still do, and that none does any more.
/// </summary>
internal sealed class StoreWaits(TimeProvider time, ILogger<StoreWaits> logger) : IBusObserver, IDisposable
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private int waiting;
    private long since;
    private long told;

    public bool IsStopping => stopping.IsCancellationRequested;

    /// <param name="attempt">How often the message has found its store away before.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan PauseAfter(int attempt, double chance)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt, 10));
        return (pause < LongestPause ? pause : LongestPause) * (0.5 + (chance / 2));
    }

    public void Begin(StoreUnavailableException fault)
    {
        lock (gate)
        {
            if (waiting++ == 0)
            {
                since = told = time.GetTimestamp();
                logger.LogWarning("Messages wait for {Store}, and are tried again until it serves: {Reason}", fault.Store, ReasonOf(fault));
            }
        }
    }

    /// <exception cref="OperationCanceledException">The bus stops, or the message's channel is lost: it comes again.</exception>
    public async Task Pause(int attempt, StoreUnavailableException fault, CancellationToken cancellationToken)
    {
        Remind(fault);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        await Task.Delay(PauseAfter(attempt, Random.Shared.NextDouble()), time, ended.Token);
    }

    public void End()
    {
        lock (gate)
        {
            if (--waiting == 0 && !IsStopping)
            {
                logger.LogInformation("No message waits for its store any more, after {Seconds} s", Seconds());
            }
        }
    }

    public void Dispose() => stopping.Dispose();

    Task IBusObserver.PreStop(IBus bus) => stopping.CancelAsync();

    void IBusObserver.PostCreate(IBus bus)
    {
    }

    void IBusObserver.CreateFaulted(Exception exception)
    {
    }

    Task IBusObserver.PreStart(IBus bus) => Task.CompletedTask;

    Task IBusObserver.PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    Task IBusObserver.StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    Task IBusObserver.PostStop(IBus bus) => Task.CompletedTask;

    Task IBusObserver.StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    private void Remind(StoreUnavailableException fault)
    {
        lock (gate)
        {
            if (time.GetElapsedTime(told) >= Reminder)
            {
                told = time.GetTimestamp();
                logger.LogWarning("{Count} messages still wait for {Store} after {Seconds} s: {Reason}", waiting, fault.Store, Seconds(), ReasonOf(fault));
            }
        }
    }

    private double Seconds() => Math.Round(time.GetElapsedTime(since).TotalSeconds);

    private static string ReasonOf(StoreUnavailableException fault) => fault.GetBaseException().Message;
}
