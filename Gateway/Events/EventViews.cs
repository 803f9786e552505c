using System.ComponentModel;
using System.Diagnostics.Metrics;
using Contracts.Events;
using Microsoft.Extensions.Caching.Hybrid;

namespace Gateway.Events;

/// <summary>
/// What the hot reads of events answer, kept for a few seconds for those who have the same roles or permissions. Nothing
/// outlives a change of any event that was made here or is heard of here, nor the moment at which an event that it shows
/// begins or ends. So whoever changes an event through this Gateway reads the change at once, and others within seconds.
/// </summary>
internal sealed class EventViews(HybridCache cache, TimeProvider time)
{
    /// <summary>How long a change that nobody tells of, and nobody makes here, may stay unseen.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private static readonly Meter Meter = new("Messaging.Events");
    private static readonly Counter<long> Reads = Meter.CreateCounter<long>(
        "event.views.read", description: "Reads of events that may be shared, by where the answer came from: kept, or asked of the service.");

    /// <summary>Not shared with other processes: an answer that lives for seconds is asked for once in that time by each.</summary>
    private static readonly HybridCacheEntryOptions Options = new()
    {
        Expiration = Longest,
        LocalCacheExpiration = Longest,
        Flags = HybridCacheEntryFlags.DisableDistributedCache,
    };

    private long changes;

    /// <summary>An event may have changed: what is read from now on is asked for from now on.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    /// <param name="what">Names the question among those of everybody.</param>
    /// <param name="ask">On behalf of anybody who may what the caller may: the answer depends on nothing else of the caller.</param>
    /// <param name="shown">The events in the answer.</param>
    public async Task<Answer<TReply>> Read<TReply>(
        string what,
        Caller caller,
        Func<Caller, CancellationToken, Task<Answer<TReply>>> ask,
        Func<TReply, IEnumerable<EventDetails>> shown,
        CancellationToken cancellationToken)
        where TReply : class
    {
        var anybody = caller with { UserId = Guid.Empty };
        var key = $"{what} {(caller.Permissions is { } permissions ? string.Join(',', permissions) : string.Join('+', caller.Roles))} {Interlocked.Read(ref changes)}";
        while (true)
        {
            var isAsked = false;
            try
            {
                var view = await cache.GetOrCreateAsync(key, Ask, Options, cancellationToken: cancellationToken);
                if (isAsked || time.GetUtcNow() < view.Until)
                {
                    Reads.Add(1, new KeyValuePair<string, object?>("from", isAsked ? "service" : "kept"));
                    return view.Reply;
                }
            }
            catch (RefusedException e)
            {
                return e.Problem;
            }

            await cache.RemoveAsync(key, cancellationToken);

            async ValueTask<View<TReply>> Ask(CancellationToken asking)
            {
                isAsked = true;
                var now = time.GetUtcNow();
                var answer = await ask(anybody, asking);
                return answer.Problem is { } problem ? throw new RefusedException(problem) : new View<TReply>(answer.Reply, Until(shown(answer.Reply), now));
            }
        }
    }

    /// <summary>Until when events that look so now look so, unless somebody changes them.</summary>
    internal static DateTimeOffset Until(IEnumerable<EventDetails> events, DateTimeOffset now) => events
        .SelectMany(e => new[] { e.Terms.PeriodStart, e.Terms.PeriodEnd ?? DateTimeOffset.MaxValue })
        .Where(change => change > now)
        .Append(now + Longest)
        .Min();

    /// <summary>
    /// Told to be immutable, it is handed out as it is and not copied for each reader. The cache writes what it keeps as JSON,
    /// whether that is used or not: of fields it writes nothing.
    /// </summary>
    [ImmutableObject(true)]
    private sealed class View<TReply>(TReply reply, DateTimeOffset until) where TReply : class
    {
        public readonly TReply Reply = reply;
        public readonly DateTimeOffset Until = until;
    }

    /// <summary>What is thrown is not kept.</summary>
    private sealed class RefusedException(Problem problem) : Exception(problem.Code)
    {
        public Problem Problem { get; } = problem;
    }
}
