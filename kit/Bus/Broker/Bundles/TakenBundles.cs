using System.Collections.Concurrent;

namespace Bus.Broker.Bundles;

/// <summary>
/// The bundles under way of a channel. Each of their messages has a delivery tag of its own here; when the last of them is
/// settled the bundle is, and comes again whole if one of them was given back.
/// </summary>
internal sealed class TakenBundles
{
    private const ulong First = 1UL << 63;

    private readonly ConcurrentDictionary<ulong, Taken> messages = new();
    private ulong last = First;

    public static bool IsOfBundle(ulong deliveryTag) => deliveryTag > First;

    /// <param name="isSettled">False where nothing is acknowledged: then nothing is remembered.</param>
    public IReadOnlyList<ulong> Take(ulong bundleTag, int count, bool isSettled = true)
    {
        var taken = new Taken(bundleTag, count);
        var tags = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            tags[i] = Interlocked.Increment(ref last);
            if (isSettled)
            {
                messages[tags[i]] = taken;
            }
        }

        return tags;
    }

    /// <summary>Null while others of the bundle are under way.</summary>
    public (ulong BundleTag, bool IsDone)? Settle(ulong deliveryTag, bool isDone) =>
        messages.TryRemove(deliveryTag, out var taken) && taken.Settle(isDone) ? (taken.BundleTag, taken.IsDone) : null;

    private sealed class Taken(ulong bundleTag, int count)
    {
        private int left = count;
        private volatile bool isGivenBack;

        public ulong BundleTag => bundleTag;

        public bool IsDone => !isGivenBack;

        /// <summary>Whether it was the last.</summary>
        public bool Settle(bool isDone)
        {
            // Only ever set: two settle at once.
            if (!isDone)
            {
                isGivenBack = true;
            }

            return Interlocked.Decrement(ref left) == 0;
        }
    }
}
