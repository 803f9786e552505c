using Hosting.Logging;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Documents.Engines;
using Documents.Outbox;
using Messages;
using Microsoft.Extensions.Logging;

namespace Documents;

/// <summary>
/// Sends the messages of saved documents at once, and clears those that arrived from their outboxes in batches. What
/// was never cleared (a crash, a broker that was down) is found by <see cref="Sweep(IReadOnlyList{Schema}, TimeSpan, CancellationToken)"/> and sent again with the same id.
/// </summary>
internal sealed class OutboxDispatcher(
    IDocumentEngine engine, IOutboxTransport transport, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Past this many messages under way, new ones wait in their documents for the sweep.</summary>
    private const int MaxInFlight = 20_000;
    private const int SweepPage = 500;
    private const int ClearBatch = 500;

    /// <summary>After this many pages of which no message could be sent, a sweep takes the transport to be down.</summary>
    private const int FruitlessPages = 4;

    /// <summary>A sweep looks behind at most this many documents whose messages do not move.</summary>
    private const int MaxStuck = 10_000;

    /// <summary>A sweep goes on while the slow ones of a page are still being sent.</summary>
    private static readonly TimeSpan PageBound = TimeSpan.FromSeconds(5);

    private static readonly Meter Meter = new("Messaging.Outbox");
    private static readonly Gauge<long> Unknown = Meter.CreateGauge<long>("outbox.unknown", description: "Messages in outboxes of whose type this version knows nothing.");

    private static readonly TimeSpan ClearDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>From before a message is sent until after it is cleared, so that no sweep sends it meanwhile.</summary>
    private readonly ConcurrentDictionary<Guid, byte> inFlight = new();
    private readonly WaitingMessages waitingMessages = new(time);
    private readonly Channel<SentMessages> sent = Channel.CreateUnbounded<SentMessages>(new() { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private Task clearing = Task.CompletedTask;
    private int inFlightCount;

    public void Start() => clearing = Task.Run(ClearSent);

    /// <summary>Sends a saved document's messages without keeping its writer waiting.</summary>
    public void Dispatch(Schema schema, string id, IReadOnlyList<OutboxMessage> messages)
    {
        if (messages.Count > 0 && Volatile.Read(ref inFlightCount) < MaxInFlight)
        {
            _ = SendThenClear(schema, id, messages);
        }
    }

    /// <summary>Tells whoever listens of a save, without keeping its writer waiting.</summary>
    public void Announce(IReadOnlyList<object> messages)
    {
        foreach (var message in messages)
        {
            transport.Announce(message);
        }
    }

    /// <summary>Sends every message that has been in an outbox for so long and is not under way.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> Sweep(IReadOnlyList<Schema> schemas, TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        var count = 0;
        var look = waitingMessages.Begin(minimumAge);
        foreach (var schema in schemas)
        {
            count += await Sweep(schema, look, cancellationToken);
        }

        look.End();
        return count;
    }

    /// <summary>Gives up what is being sent: it stays in its outbox. What was sent is cleared.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        sent.Writer.TryComplete();
        await clearing;
        stopping.Dispose();
    }

    private async Task<int> Sweep(Schema schema, WaitingMessages.Look look, CancellationToken cancellationToken)
    {
        var count = 0;
        var stuck = 0;
        var fruitless = 0;
        var tried = new HashSet<Guid>();
        var unknown = new List<string>();
        bool isLast;
        do
        {
            // The oldest come first; messages that cannot be sent (or are under way) must not hide those behind them.
            var limit = stuck + SweepPage;
            var page = await engine.Pending(schema, DateTimeOffset.MaxValue, limit, cancellationToken);
            var waiting = page
                .Select(p => (p.Id, Messages: p.Messages.Where(m => look.IsOld(m) && !inFlight.ContainsKey(m.Id) && tried.Add(m.Id) && IsKnown(m)).ToList()))
                .Where(p => p.Messages.Count > 0)
                .ToList();
            var delivered = await Send(schema, waiting);
            count += delivered.Sum(d => d.MessageIds.Count);
            stuck = page.Count - delivered.Count;
            fruitless = waiting.Count > 0 && delivered.Count == 0 ? fruitless + 1 : 0;
            isLast = page.Count < limit;
        }
        while (!isLast && stuck <= MaxStuck && fruitless < FruitlessPages && !stopping.IsCancellationRequested);

        Unknown.Record(unknown.Count, new KeyValuePair<string, object?>("collection", schema.Collection));
        foreach (var (type, messages) in unknown.CountBy(type => type))
        {
            logger.LogWarning("{Count} messages {MessageType} stay in outboxes of {Collection}: this version does not know them", messages, type, schema.Collection);
        }

        return count;

        // Not sent in vain: many of them would be taken for a transport that is down, and hide those behind them.
        bool IsKnown(OutboxMessage message)
        {
            var isKnown = MessageNames.Find(message.Type) is not null;
            if (!isKnown)
            {
                unknown.Add(message.Type);
            }

            return isKnown;
        }
    }

    /// <summary>Sends a page and clears what arrived. What takes longer than the bound goes on by itself and is cleared later.</summary>
    private async Task<List<SentMessages>> Send(Schema schema, List<(string Id, List<OutboxMessage> Messages)> page)
    {
        var sends = page.Select(p => Send(schema, p.Id, p.Messages)).ToList();
        await Task.WhenAny(Task.WhenAll(sends), Task.Delay(PageBound, time, stopping.Token));
        var delivered = new List<SentMessages>();
        foreach (var send in sends)
        {
            if (!send.IsCompleted)
            {
                _ = ThenClear(send);
            }
            else if (await send is { MessageIds.Count: > 0 } arrived)
            {
                delivered.Add(arrived);
            }
        }

        await Clear(delivered);
        return delivered;
    }

    private Task SendThenClear(Schema schema, string id, IReadOnlyList<OutboxMessage> messages) => ThenClear(Send(schema, id, messages));

    private async Task ThenClear(Task<SentMessages> send)
    {
        var delivered = await send;
        if (delivered.MessageIds.Count > 0)
        {
            sent.Writer.TryWrite(delivered);
        }
    }

    private async Task<SentMessages> Send(Schema schema, string id, IReadOnlyList<OutboxMessage> messages)
    {
        var delivered = await Task.WhenAll(messages.Select(m => Send(schema, id, m)));
        return new SentMessages(schema, id, [.. messages.Where((_, i) => delivered[i]).Select(m => m.Id)]);
    }

    private async Task<bool> Send(Schema schema, string id, OutboxMessage message)
    {
        if (!inFlight.TryAdd(message.Id, 0))
        {
            return false;
        }

        Interlocked.Increment(ref inFlightCount);
        var isSent = false;
        try
        {
            await transport.Send(message, stopping.Token);
            isSent = true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning(
                Outage.Event,
                "Message {MessageType} {MessageId} of {Collection}/{DocumentId} was not sent and stays in its outbox: {Reason}",
                message.Type, message.Id, schema.Collection, id, e.Message);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            isSent = false;
        }

        if (!isSent)
        {
            waitingMessages.Saw(message.Id);
            Landed(message.Id);
        }

        return isSent;
    }

    private async Task ClearSent()
    {
        var batch = new List<SentMessages>(ClearBatch);
        while (await sent.Reader.WaitToReadAsync())
        {
            await Task.Delay(ClearDelay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (sent.Reader.TryRead(out var next))
            {
                batch.Add(next);
                if (batch.Count == ClearBatch)
                {
                    await Clear(batch);
                    batch.Clear();
                }
            }

            await Clear(batch);
            batch.Clear();
        }
    }

    private async Task Clear(List<SentMessages> batch)
    {
        try
        {
            if (batch.Count > 0)
            {
                await engine.Clear(batch, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            logger.LogWarning(Outage.Event, "Sent messages of {Count} documents were not cleared and will be sent again: {Reason}", batch.Count, e.Message);
        }
        finally
        {
            batch.ForEach(document => document.MessageIds.ToList().ForEach(Landed));
        }
    }

    private void Landed(Guid messageId)
    {
        if (inFlight.TryRemove(messageId, out _))
        {
            Interlocked.Decrement(ref inFlightCount);
        }
    }
}
