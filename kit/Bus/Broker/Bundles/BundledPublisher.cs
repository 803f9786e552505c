using RabbitMQ.Client;

namespace Bus.Broker.Bundles;

/// <summary>Where a message goes, and how.</summary>
internal readonly record struct Way(string Exchange, string RoutingKey, bool Mandatory, bool Durable, bool Expires);

/// <summary>
/// While a message is on its way to the broker, others that go the same way gather and follow together. A message that
/// finds nobody before it goes at once, alone.
/// </summary>
/// <param name="size">How many messages may travel together.</param>
internal sealed class BundledPublisher(int size, Func<Way, BasicProperties, byte[], CancellationToken, Task> publish, TimeProvider time)
{
    /// <summary>For longer nobody waits for a confirm that is not his own.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int MostBytes = 128 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Way, List<Waiting>> ways = [];

    /// <summary>Done when the broker has confirmed. One that is given up before it goes does not go.</summary>
    public Task Publish(Way way, BasicProperties properties, byte[] body, CancellationToken cancellationToken = default)
    {
        if (body.Length > MostBytes || !Bundle.Takes(properties, body))
        {
            return publish(way, properties, body, cancellationToken);
        }

        lock (gate)
        {
            if (ways.TryGetValue(way, out var gathered))
            {
                var message = new Waiting(properties, body, cancellationToken);
                gathered.Add(message);
                return message.Done.Task;
            }

            ways.Add(way, []);
        }

        var publishing = PublishFirst();
        _ = PublishGathered(way, publishing);
        return publishing;

        async Task PublishFirst() => await publish(way, properties, body, cancellationToken);
    }

    /// <summary>All that have gathered while the broker confirmed those ahead of them, or was slow to.</summary>
    private async Task PublishGathered(Way way, Task ahead)
    {
        while (true)
        {
            await ahead.WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var bundles = Gathered(way);
            if (bundles.Count == 0)
            {
                return;
            }

            ahead = Task.WhenAll(bundles.Select(together => PublishTogether(way, together)));
        }
    }

    private async Task PublishTogether(Way way, List<Waiting> together)
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

    /// <summary>Empty where nobody has: then the way is free.</summary>
    private List<List<Waiting>> Gathered(Way way)
    {
        lock (gate)
        {
            var bundles = new List<List<Waiting>>();
            var bytes = 0;
            foreach (var message in ways[way])
            {
                if (message.CancellationToken.IsCancellationRequested)
                {
                    message.Done.SetCanceled(message.CancellationToken);
                    continue;
                }

                if (bundles.Count == 0 || bundles[^1].Count == size || bytes + message.Body.Length > MostBytes)
                {
                    bundles.Add([]);
                    bytes = 0;
                }

                bundles[^1].Add(message);
                bytes += message.Body.Length;
            }

            if (bundles.Count == 0)
            {
                ways.Remove(way);
            }
            else
            {
                ways[way] = [];
            }

            return bundles;
        }
    }

    private sealed record Waiting(BasicProperties Properties, byte[] Body, CancellationToken CancellationToken)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
