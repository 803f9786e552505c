using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace Gateway.Requests;

/// <summary>The open event streams of this Gateway, by user.</summary>
internal sealed class RequestStreams(StreamSettings settings)
{
    private static readonly Meter Meter = new("Messaging.Streams");
    private static readonly UpDownCounter<int> Streams = Meter.CreateUpDownCounter<int>("request.streams.open", description: "Event streams that are open here.");

    private readonly ConcurrentDictionary<Guid, ImmutableArray<OpenStream>> byUser = new();
    private int count;

    public bool AnyOf(Guid userId) => byUser.ContainsKey(userId);

    /// <summary>Null when the user, or this Gateway, has as many open streams as it may.</summary>
    public OpenStream? Open(Guid userId)
    {
        if (Interlocked.Increment(ref count) <= settings.Total)
        {
            var stream = new OpenStream(userId, Close);
            var open = byUser.AddOrUpdate(userId, _ => [stream], (_, open) => open.Length < settings.PerUser ? open.Add(stream) : open);
            if (open.Contains(stream))
            {
                Streams.Add(1);
                return stream;
            }
        }

        Interlocked.Decrement(ref count);
        return null;
    }

    /// <param name="step">Rises with each change of the request.</param>
    public void Push(Guid userId, Guid requestId, int step, string frame)
    {
        foreach (var stream in byUser.GetValueOrDefault(userId, []))
        {
            stream.Push(requestId, step, frame);
        }
    }

    private void Close(OpenStream stream)
    {
        while (byUser.TryGetValue(stream.UserId, out var open))
        {
            var others = open.Remove(stream);
            if (others.IsEmpty
                ? byUser.TryRemove(KeyValuePair.Create(stream.UserId, open))
                : byUser.TryUpdate(stream.UserId, others, open))
            {
                Interlocked.Decrement(ref count);
                Streams.Add(-1);
                return;
            }
        }
    }
}

/// <summary>What waits to be written to one reader. A reader who falls too far behind is let go: he reads the present state and opens a new stream.</summary>
internal sealed class OpenStream(Guid userId, Action<OpenStream> closed) : IDisposable
{
    private const int Backlog = 64;

    private readonly Channel<string> frames = Channel.CreateBounded<string>(new BoundedChannelOptions(Backlog) { SingleReader = true });
    private readonly CancellationTokenSource dropped = new();
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> steps = [];
    private bool isClosed;

    public Guid UserId => userId;

    public ChannelReader<string> Frames => frames.Reader;

    /// <summary>When the reader is let go, also in the middle of a write.</summary>
    public CancellationToken Dropped => dropped.Token;

    /// <summary>A change that was overtaken by a later one of the same request is not told any more.</summary>
    public void Push(Guid requestId, int step, string frame)
    {
        lock (gate)
        {
            if (isClosed || !Advance(requestId, step))
            {
                return;
            }

            if (!frames.Writer.TryWrite(frame))
            {
                _ = dropped.CancelAsync();
            }
        }
    }

    /// <summary>Whether the step is later than what was told of the request; from then on it is told.</summary>
    public bool Advance(Guid requestId, int step)
    {
        lock (gate)
        {
            if (steps.GetValueOrDefault(requestId) >= step)
            {
                return false;
            }

            steps[requestId] = step;
            return true;
        }
    }

    public void Dispose()
    {
        closed(this);
        lock (gate)
        {
            isClosed = true;
            dropped.Dispose();
        }
    }
}
