using RabbitMQ.Client;

namespace Bus.Broker.Bundles;

/// <summary>Where a message goes, and how.</summary>
internal readonly record struct Way(string Exchange, string RoutingKey, bool Mandatory, bool Durable, bool Expires);

/// <summary>
/// While a message is on its way to the broker, others that go the same way gather and follow together. A message that
/// finds nobody before it goes at once, alone.
/// </summary>
/// <param name="size">How many messages may travel together.</param>
internal sealed class BundledPublisher(int size, Func<Way, BasicProperties, byte[], CancellationToken, Task> publish)
{
    private const int MostBytes = 128 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Way, Queue<Waiting>> ways = [];

    /// <summary>Done when the broker has confirmed. One that is given up before it goes does not go.</summary>
    public Task Publish(Way way, BasicProperties properties, byte[] body, CancellationToken cancellationToken = default)
    {
        if (!Bundle.Takes(properties))
        {
            return publish(way, properties, body, cancellationToken);
        }

        var message = new Waiting(properties, body, cancellationToken);
        lock (gate)
        {
            if (ways.TryGetValue(way, out var gathered))
            {
                gathered.Enqueue(message);
                return message.Done.Task;
            }

            ways.Add(way, []);
        }

        return PublishFirst(way, message);
    }

    private async Task PublishFirst(Way way, Waiting message)
    {
        try
        {
            await publish(way, message.Properties, message.Body, message.CancellationToken);
        }
        finally
        {
            _ = PublishGathered(way);
        }
    }

    private async Task PublishGathered(Way way)
    {
        while (Next(way) is { } together)
        {
            try
            {
                if (together is [var alone])
                {
                    await publish(way, alone.Properties, alone.Body, alone.CancellationToken);
                }
                else
                {
                    var (properties, body) = Bundle.Pack([.. together.Select(message => new BundledMessage(message.Properties, message.Body))]);
                    await publish(way, properties, body, CancellationToken.None);
                }

                together.ForEach(message => message.Done.SetResult());
            }
            catch (Exception e)
            {
                together.ForEach(message => message.Done.SetException(e));
            }
        }
    }

    private List<Waiting>? Next(Way way)
    {
        lock (gate)
        {
            var gathered = ways[way];
            var together = new List<Waiting>();
            var bytes = 0;
            while (together.Count < size && gathered.TryPeek(out var next) && (together.Count == 0 || bytes + next.Body.Length <= MostBytes))
            {
                gathered.Dequeue();
                if (next.CancellationToken.IsCancellationRequested)
                {
                    next.Done.SetCanceled(next.CancellationToken);
                    continue;
                }

                together.Add(next);
                bytes += next.Body.Length;
            }

            if (together.Count > 0)
            {
                return together;
            }

            ways.Remove(way);
            return null;
        }
    }

    private sealed record Waiting(BasicProperties Properties, byte[] Body, CancellationToken CancellationToken)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
