using Bus;

namespace Http.Deadlines;

/// <summary>By when this HTTP request is to be answered, whoever keeps it waiting.</summary>
public sealed class Deadline(TimeProvider time, MessageBusSettings settings)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private long start = time.GetTimestamp();
    private TimeSpan limit = settings.RequestTimeout;

    public TimeSpan Left
    {
        get
        {
            var left = limit - time.GetElapsedTime(start);
            return left > Least ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Gives a request that has more to do more time.</summary>
    public void Extend(TimeSpan to) => limit = to > limit ? to : limit;

    public void Restart() => start = time.GetTimestamp();
}

public static class DeadlineExtensions
{
    /// <summary>Starts the clock of each request.</summary>
    public static void UseDeadline(this WebApplication app) => app.Use((context, next) =>
    {
        context.RequestServices.GetRequiredService<Deadline>();
        return next(context);
    });
}
