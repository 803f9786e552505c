using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Persistence.Engines;

namespace Persistence.Outbox;

/// <summary>
/// Sends the messages of saved documents at once, and clears those that arrived from their outboxes in batches. What
/// was never cleared (a crash, a broker that was down) is found by <see cref="Sweep"/> and sent again with the same id.
/// </summary>
internal sealed class OutboxDispatcher(
    IDocumentEngine engine, IOutboxTransport transport, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Past this many messages under way, new ones wait in their documents for the sweep.</summary>
    private const int MaxInFlight = 20_000;
    private const int SweepPage = 500;
    private const int ClearBatch = 500;

    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClearDelay = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, byte> inFlight = new();
    private readonly Channel<SentMessages> sent = Channel.CreateUnbounded<SentMessages>(new() { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private Task clearing = Task.CompletedTask;

    public void Start() => clearing = Task.Run(ClearSent);

    /// <summary>Sends a saved document's messages without keeping its writer waiting.</summary>
    public void Dispatch(Schema schema, string id, IReadOnlyList<OutboxMessage> messages)
    {
        if (messages.Count > 0 && inFlight.Count < MaxInFlight)
        {
            _ = SendThenClear(schema, id, messages);
        }
    }

    /// <summary>Sends every message raised before the given time that is still in an outbox and not under way.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> Sweep(IReadOnlyList<Schema> schemas, DateTimeOffset raisedBefore, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var schema in schemas)
        {
            IReadOnlyList<PendingOutbox> page;
            do
            {
                page = await engine.Pending(schema, raisedBefore, SweepPage, cancellationToken);
                var waiting = page
                    .Select(p => (p.Id, Messages: p.Messages.Where(m => m.RaisedAt < raisedBefore && !inFlight.ContainsKey(m.Id)).ToList()))
                    .Where(p => p.Messages.Count > 0)
                    .ToList();
                var delivered = await Task.WhenAll(waiting.Select(p => Send(schema, p.Id, p.Messages)));
                await Clear([.. delivered.Where(d => d.MessageIds.Count > 0)]);
                var moved = delivered.Sum(d => d.MessageIds.Count);
                count += moved;
                if (moved == 0)
                {
                    break;
                }
            }
            while (page.Count == SweepPage);
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        sent.Writer.TryComplete();
        await clearing;
        await stopping.CancelAsync();
        stopping.Dispose();
    }

    private async Task SendThenClear(Schema schema, string id, IReadOnlyList<OutboxMessage> messages)
    {
        var delivered = await Send(schema, id, messages);
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

        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            timeout.CancelAfter(SendTimeout);
            await transport.Send(message, timeout.Token);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning(
                "Message {MessageType} {MessageId} of {Collection}/{DocumentId} was not sent and stays in its outbox: {Reason}",
                message.Type, message.Id, schema.Collection, id, e.Message);
            return false;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            inFlight.TryRemove(message.Id, out _);
        }
    }

    private async Task ClearSent()
    {
        var batch = new List<SentMessages>(ClearBatch);
        while (await sent.Reader.WaitToReadAsync())
        {
            await Task.Delay(ClearDelay, time);
            while (batch.Count < ClearBatch && sent.Reader.TryRead(out var next))
            {
                batch.Add(next);
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
            logger.LogWarning("Sent messages of {Count} documents were not cleared and will be sent again: {Reason}", batch.Count, e.Message);
        }
    }
}
