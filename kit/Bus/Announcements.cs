using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Bus;

/// <summary>What is announced of one kind, and the message that tells of several at once.</summary>
/// <param name="Saved">Hears each item when its document has been saved.</param>
public sealed record Announcement(Type Item, Func<IReadOnlyList<object>, CancellationToken, Task<object>> Message, Action<object>? Saved = null);

/// <summary>
/// Tells whoever listens of what documents announce: together, a moment later, in messages that nothing keeps and nobody
/// waits for. While the broker is away they are dropped.
/// </summary>
internal sealed class Announcements : IAsyncDisposable
{
    private const int MostWaiting = 1000;
    private const int MostTogether = 100;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<Type, Announcement> kinds;
    private readonly Dictionary<Type, Channel<object>> waiting;
    private readonly Task[] telling;
    private readonly IBus bus;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public Announcements(IBus bus, IEnumerable<Announcement> kinds, TimeProvider time, ILogger<Announcements> logger)
    {
        this.bus = bus;
        this.time = time;
        this.logger = logger;
        var all = kinds.ToList();
        this.kinds = all.ToDictionary(kind => kind.Item);
        waiting = all.ToDictionary(
            kind => kind.Item,
            _ => Channel.CreateBounded<object>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }));
        telling = [.. all.Select(kind => Task.Run(() => Tell(kind, waiting[kind.Item].Reader)))];
    }

    public void Add(object item)
    {
        if (!waiting.TryGetValue(item.GetType(), out var kind))
        {
            throw new InvalidOperationException($"How {item.GetType().Name} is announced was not registered.");
        }

        kinds[item.GetType()].Saved?.Invoke(item);
        kind.Writer.TryWrite(item);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(telling);
        stopping.Dispose();
    }

    private async Task Tell(Announcement kind, ChannelReader<object> items)
    {
        try
        {
            while (await items.WaitToReadAsync(stopping.Token))
            {
                await Task.Delay(Gathering, time, stopping.Token);
                var together = new List<object>();
                while (together.Count < MostTogether && items.TryRead(out var item))
                {
                    together.Add(item);
                }

                await Publish(kind, together);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What still waits is told to nobody.
        }
    }

    private async Task Publish(Announcement kind, List<object> items)
    {
        using var patience = new CancellationTokenSource(Bound, time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, patience.Token);
        try
        {
            var message = await kind.Message(items, bound.Token);
            var publishing = bus.Publish(
                message,
                message.GetType(),
                context =>
                {
                    context.Durable = false;
                    context.TrySetAwaitAck(false);
                },
                bound.Token);
            publishing.ObserveLater();
            await publishing.WaitAsync(bound.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.LogDebug("{Count} {Item} were told to nobody: {Reason}", items.Count, kind.Item.Name, e.Message);
        }
    }
}
