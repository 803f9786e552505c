using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bus.Broker;
using Documents;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Bus.DeadLetters;

/// <summary>Dead letters on RabbitMQ: those in the error queue that MassTransit keeps beside each queue.</summary>
internal sealed class ErrorQueues(Uri broker, IHostEnvironment environment) : IDeadLetters, IAsyncDisposable
{
    /// <summary>A queue shows its oldest message only; to see another, those before it must be taken in hand.</summary>
    private const int MostLooked = 1000;

    private const string Timestamp = "MT-Fault-Timestamp";
    private const string FaultMessage = "MT-Fault-Message";
    private const string DeliveryCount = "x-delivery-count";

    /// <summary>A quorum queue may drop a message that was returned too often (20 times by default): before that it is renewed.</summary>
    private const long MostReturns = 10;

    private const int MostLooks = 3;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RedeliveryBound = TimeSpan.FromSeconds(2);

    /// <summary>Looking takes messages in hand: somebody else here would not see them.</summary>
    private readonly SemaphoreSlim gate = new(1, 1);
    private IConnection? connection;

    public async Task<IReadOnlyDictionary<string, long>> Count(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var queue in queues)
            {
                counts[queue] = await CountOf(queue, cancellationToken);
            }

            return counts;
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<IReadOnlyList<DeadLetterSummary>> Find(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var found = new List<DeadLetterSummary>();
            foreach (var queue in queues)
            {
                var count = await CountOf(queue, cancellationToken);
                if (count > 0 && await Newest(queue, cancellationToken) is { } newest)
                {
                    found.Add(new DeadLetterSummary(queue, count, newest));
                }
            }

            return found;
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<Page<DeadMessage>> Read(string queue, Cursor? after, int size, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var letters = new List<DeadMessage>();
            await Look(
                queue,
                letter =>
                {
                    letters.Add(DeadMessage.Of(IdOf(letter), LetterOf(letter.BasicProperties), letter.Body));
                    return false;
                },
                cancellationToken);
            return DeadMessage.PageOf(letters, after, size);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<bool> Redeliver(string queue, string id, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var look = 1; ; look++)
            {
                if (await Look(queue, letter => IdOf(letter).Equals(id, StringComparison.OrdinalIgnoreCase), cancellationToken))
                {
                    return true;
                }

                if (look == MostLooks)
                {
                    return false;
                }

                // Somebody else may have it in hand, for a moment.
                await Task.Delay(BetweenLooks, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<long> Redeliver(string queue, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Those there are now: one that fails again while others are moved is not moved again.
            var waiting = await CountOf(queue, cancellationToken);
            await using var channel = await Channel(cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var moved = 0L;
            while (moved < waiting
                && Stopwatch.GetElapsedTime(start) < RedeliveryBound
                && await channel.BasicGetAsync(ErrorQueueOf(queue), autoAck: false, cancellationToken) is { } letter)
            {
                await Move(channel, letter, queue, Delivered(letter.BasicProperties), cancellationToken);
                moved++;
            }

            return moved;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        gate.Dispose();
    }

    private static string ErrorQueueOf(string queue) => $"{queue}_error";

    private async Task<long> CountOf(string queue, CancellationToken cancellationToken)
    {
        // The broker closes a channel that asks for a queue that is not there.
        await using var channel = await Channel(cancellationToken);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(ErrorQueueOf(queue), cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }

    private async Task<DeadLetter?> Newest(string queue, CancellationToken cancellationToken)
    {
        DeadLetter? newest = null;
        await Look(
            queue,
            letter =>
            {
                var seen = LetterOf(letter.BasicProperties);
                newest = newest is null || seen.At >= newest.At ? seen : newest;
                return false;
            },
            cancellationToken);
        return newest;
    }

    /// <summary>Takes letters in hand, the oldest first, until one is to go back to its consumer; all others go back into the error queue.</summary>
    /// <returns>Whether there was one.</returns>
    private async Task<bool> Look(string queue, Func<BasicGetResult, bool> isToGoBack, CancellationToken cancellationToken)
    {
        await using var channel = await Channel(cancellationToken);
        var worn = new List<BasicGetResult>();
        ulong? last = null;
        var isFound = false;
        for (var i = 0; i < MostLooked && !isFound && await Next(channel, queue, cancellationToken) is { } letter; i++)
        {
            isFound = isToGoBack(letter);
            if (isFound)
            {
                await Move(channel, letter, queue, Delivered(letter.BasicProperties), cancellationToken);
            }
            else if (ReturnsOf(letter.BasicProperties) >= MostReturns)
            {
                worn.Add(letter);
            }
            else
            {
                last = letter.DeliveryTag;
            }
        }

        // Not before: a renewed one lies behind the others, and would be looked at twice.
        foreach (var letter in worn)
        {
            await Move(channel, letter, ErrorQueueOf(queue), Without(letter.BasicProperties, name => name == DeliveryCount), cancellationToken);
        }

        if (last is { } tag)
        {
            await channel.BasicNackAsync(tag, multiple: true, requeue: true, cancellationToken);
        }

        return isFound;
    }

    /// <summary>Null when no more is there, and when there is no error queue: the broker closes the channel then.</summary>
    private static async Task<BasicGetResult?> Next(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.BasicGetAsync(ErrorQueueOf(queue), autoAck: false, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// To one queue, nobody else's; taken from the error queue when the broker has confirmed the copy, until then it is in both. An
    /// exception when there is no such queue. By the exchange that MassTransit makes for each queue: who may write to the default one may
    /// write to every queue.
    /// </summary>
    private static async Task Move(IChannel channel, BasicGetResult letter, string queue, BasicProperties properties, CancellationToken cancellationToken)
    {
        await channel.BasicPublishAsync(queue, "", mandatory: true, properties, letter.Body, cancellationToken);
        await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, cancellationToken);
    }

    /// <summary>It stands in the path of a route: another's may be any text.</summary>
    private static string IdOf(BasicGetResult letter) =>
        Guid.TryParse(letter.BasicProperties.MessageId, out var id) ? id.ToString() : Convert.ToHexStringLower(SHA256.HashData(letter.Body.Span));

    private static DeadLetter LetterOf(IReadOnlyBasicProperties properties)
    {
        var at = DateTimeOffset.TryParse(Text(Timestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;
        return new DeadLetter(at.ToUniversalTime(), Text(FaultMessage) ?? "unknown");

        string? Text(string name) => properties.Headers?.TryGetValue(name, out var value) == true
            ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString()
            : null;
    }

    private static long ReturnsOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(DeliveryCount, out var count) == true ? Convert.ToInt64(count, CultureInfo.InvariantCulture) : 0;

    /// <summary>As it first came.</summary>
    private static BasicProperties Delivered(IReadOnlyBasicProperties properties) => Without(
        properties,
        name => name is "MT-Reason" or DeliveryCount
            || name.StartsWith("MT-Fault-", StringComparison.Ordinal)
            || name.StartsWith("MT-Host-", StringComparison.Ordinal));

    private static BasicProperties Without(IReadOnlyBasicProperties properties, Func<string, bool> left) => new(properties)
    {
        Headers = properties.Headers?.Where(header => !left(header.Key)).ToDictionary(header => header.Key, header => header.Value),
    };

    private async Task<IChannel> Channel(CancellationToken cancellationToken)
    {
        if (connection is not { IsOpen: true })
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            var factory = new ConnectionFactory
            {
                Uri = new UriBuilder(broker) { Scheme = broker.Scheme is "rabbitmqs" or "amqps" ? "amqps" : "amqp" }.Uri,
                AutomaticRecoveryEnabled = false,
                SocketFactory = BrokerSocket.Create,
                ClientProvidedName = $"{environment.ApplicationName} dead letters",
            };
            connection = await factory.CreateConnectionAsync(cancellationToken);
        }

        return await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
    }
}
