using System.Collections.Concurrent;

namespace Documents.Outbox;

/// <summary>
/// For how long messages have waited in outboxes: since this process has seen them there, by its monotonic clock. Instances'
/// clocks differ, and are set: by the time at which another raised a message it may look old before it is sent, or may be hidden.
/// </summary>
internal sealed class WaitingMessages(TimeProvider time)
{
    /// <summary>More than clocks differ. What was raised so long ago need not be watched: a long backlog is sent at once.</summary>
    private static readonly TimeSpan CertainAge = TimeSpan.FromMinutes(5);

    private readonly TimeProvider time = time;
    private readonly ConcurrentDictionary<Guid, long> seen = new();

    public void Saw(Guid message) => seen.TryAdd(message, time.GetTimestamp());

    /// <summary>One look at all that waits.</summary>
    public Look Begin(TimeSpan minimumAge) => new(this, minimumAge);

    public sealed class Look(WaitingMessages waiting, TimeSpan minimumAge)
    {
        private readonly long start = waiting.time.GetTimestamp();
        private readonly DateTimeOffset certain = waiting.time.GetUtcNow() - CertainAge;
        private readonly HashSet<Guid> met = [];

        public bool IsOld(OutboxMessage message)
        {
            if (minimumAge <= TimeSpan.Zero || message.RaisedAt < certain)
            {
                return true;
            }

            met.Add(message.Id);
            return waiting.time.GetElapsedTime(waiting.seen.GetOrAdd(message.Id, start), start) >= minimumAge;
        }

        /// <summary>What was not met has gone.</summary>
        public void End()
        {
            foreach (var (message, at) in waiting.seen)
            {
                if (at < start && !met.Contains(message))
                {
                    waiting.seen.TryRemove(message, out _);
                }
            }
        }
    }
}
