using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Contracts.Events;

namespace Gateway.Events;

/// <summary>
/// What the hot reads of events answer, kept for a few seconds for those who have the same roles or permissions. Nothing
/// outlives a change of any event that was made here or is heard of here, nor the moment at which an event that it shows
/// begins or ends. So whoever changes an event through this Gateway reads the change at once, and others within seconds.
/// </summary>
internal sealed class EventViews(TimeProvider time)
{
    /// <summary>How long a change that nobody tells of, and nobody makes here, may stay unseen.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <summary>How many events are kept at a time, each as often as it is shown.</summary>
    public const int MostEvents = 5000;

    /// <summary>The service that answers and this process may differ in what time it is: near a boundary nothing is kept.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    private static readonly Meter Meter = new("Messaging.Events");
    private static readonly Counter<long> Reads = Meter.CreateCounter<long>(
        "event.views.read", description: "Reads of events that may be shared, by where the answer came from: kept, shared with others that waited for it, or the service.");

    private volatile Generation present = new();

    /// <summary>An event may have changed: what is read from now on is asked for from now on.</summary>
    public void Forget() => present = new Generation();

    /// <param name="what">Names the question among those of everybody.</param>
    /// <param name="ask">On behalf of anybody who may what the caller may: the answer depends on nothing else of the caller.</param>
    /// <param name="shown">The events in the answer.</param>
    public async Task<Answer<TReply>> Read<TReply>(
        string what, Caller caller, Func<Caller, Task<Answer<TReply>>> ask, Func<TReply, IReadOnlyList<EventDetails>> shown, CancellationToken cancellationToken)
        where TReply : class
    {
        var anybody = caller with { UserId = Guid.Empty };
        var key = $"{what} {(caller.Permissions is { } permissions ? string.Join(',', permissions) : string.Join('+', caller.Roles))}";
        var generation = present;
        var own = new View<TReply>();
        var view = (View<TReply>)generation.Views.GetOrAdd(key, own);
        if (view != own && view.Until is { } until && until <= time.GetUtcNow())
        {
            // Of those who find it old one asks.
            view = generation.Views.TryUpdate(key, own, view) ? own : (View<TReply>)generation.Views.GetOrAdd(key, own);
        }

        if (view == own)
        {
            Count("service");
            return await Fill(generation, key, own, () => ask(anybody), shown);
        }

        var isKept = view.Answer.IsCompleted;
        if (await view.Answer.WaitAsync(cancellationToken) is { } reply)
        {
            Count(isKept ? "kept" : "shared");
            return reply;
        }

        // Whoever asked for both was refused, or went away: what that says of this caller only the service knows.
        Count("service");
        return await ask(anybody);
    }

    /// <summary>Until when events that look so now look so, unless somebody changes them.</summary>
    internal static DateTimeOffset Until(IEnumerable<EventDetails> events, DateTimeOffset now) => events
        .SelectMany(e => new[] { e.Terms.PeriodStart, e.Terms.PeriodEnd ?? DateTimeOffset.MaxValue })
        .Where(change => change > now - Skew)
        .Select(change => change - Skew)
        .Append(now + Longest)
        .Min();

    private async Task<Answer<TReply>> Fill<TReply>(
        Generation generation, string key, View<TReply> own, Func<Task<Answer<TReply>>> ask, Func<TReply, IReadOnlyList<EventDetails>> shown)
        where TReply : class
    {
        TReply? reply = null;
        try
        {
            var now = time.GetUtcNow();
            var answer = await ask();
            if (answer.Problem is not null)
            {
                return answer;
            }

            reply = answer.Reply;
            var events = shown(reply);
            own.Until = Until(events, now);
            if (Interlocked.Add(ref generation.Events, events.Count) > MostEvents)
            {
                Interlocked.CompareExchange(ref present, new Generation(), generation);
            }

            return answer;
        }
        finally
        {
            if (reply is null)
            {
                generation.Views.TryRemove(KeyValuePair.Create<string, object>(key, own));
            }

            own.Told(reply);
        }
    }

    private static void Count(string from) => Reads.Add(1, new KeyValuePair<string, object?>("from", from));

    /// <summary>What is known since the last change.</summary>
    private sealed class Generation
    {
        public int Events;

        public ConcurrentDictionary<string, object> Views { get; } = new(StringComparer.Ordinal);
    }

    private sealed class View<TReply> where TReply : class
    {
        private readonly TaskCompletionSource<TReply?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long until = long.MaxValue;

        /// <summary>Null when it was refused.</summary>
        public Task<TReply?> Answer => answer.Task;

        /// <summary>Null while it is asked for.</summary>
        public DateTimeOffset? Until
        {
            get => Interlocked.Read(ref until) is var ticks && ticks == long.MaxValue ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
            set => Interlocked.Exchange(ref until, value!.Value.UtcTicks);
        }

        public void Told(TReply? reply) => answer.TrySetResult(reply);
    }
}
