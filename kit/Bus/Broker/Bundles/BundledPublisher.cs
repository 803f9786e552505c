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
    private readonly Dictionary<Way, Queue<Waiting>> ways = [];

    /// <summary>Done when the broker has confirmed. One that is given up before it goes does not go.</summary>
    public Task Publish(Way way, BasicProperties properties, byte[] body, CancellationToken cancellationToken = default)
    {
        if (!Bundle.Takes(properties, body))
        {
            return publish(way, properties, body, cancellationToken);
        }

        lock (gate)
        {
            if (ways.TryGetValue(way, out var gathered))
            {
                var message = new Waiting(properties, body, cancellationToken);
                gathered.Enqueue(message);
                return message.Done.Task;
            }

            ways.Add(way, []);
        }

        var publishing = publish(way, properties, body, cancellationToken);
        _ = PublishGathered(way, publishing);
        return publishing;
    }

    /// <summary>One bundle after the other; all at once where the broker is slow to confirm what is ahead of them.</summary>
    private async Task PublishGathered(Way way, Task ahead)
    {
        var isSlow = false;
        while (true)
        {
            if (!isSlow)
            {
                await ahead.WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isSlow = !ahead.IsCompleted;
            }

            if (Next(way) is not { } together)
            {
                return;
            }

            ahead = PublishTogether(way, together);
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
