using System.Text.Json;
using Documents;
using Documents.Outbox;
using Messages;

namespace RewardWorker.Tests.Running;

/// <summary>Holds what documents have raised until the test delivers it: in any order, any number of times, or never.</summary>
internal sealed class Deliveries : IOutboxTransport
{
    private readonly Lock gate = new();
    private readonly List<object> waiting = [];
    private readonly List<(Func<object, bool> Wanted, TaskCompletionSource<object> Found)> watchers = [];

    public IOutboxTransport Bus { get; set; } = null!;

    public IReadOnlyList<object> Waiting
    {
        get
        {
            lock (gate)
            {
                return [.. waiting];
            }
        }
    }

    Task IOutboxTransport.Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        Add(message.Message);
        return Task.CompletedTask;
    }

    /// <summary>Nobody listens.</summary>
    void IOutboxTransport.Announce(object item)
    {
    }

    public void Add(object message)
    {
        lock (gate)
        {
            waiting.Add(message);
            foreach (var watcher in watchers.Where(w => w.Wanted(message)))
            {
                watcher.Found.TrySetResult(message);
            }
        }
    }

    /// <summary>Takes one of the waiting messages; null when there is none.</summary>
    public object? Take(int choice, bool keepCopy = false)
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                return null;
            }

            var index = Math.Abs(choice % waiting.Count);
            var message = waiting[index];
            if (!keepCopy)
            {
                waiting.RemoveAt(index);
            }

            return message;
        }
    }

    public IReadOnlyList<object> TakeAll()
    {
        lock (gate)
        {
            object[] taken = [.. waiting];
            waiting.Clear();
            return taken;
        }
    }

    /// <summary>A message that is raised now or within a minute.</summary>
    public async Task<T> Raised<T>(Func<T, bool> wanted)
    {
        var found = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (waiting.OfType<T>().FirstOrDefault(wanted) is { } present)
            {
                return present;
            }

            watchers.Add((message => message is T candidate && wanted(candidate), found));
        }

        return (T)await found.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Delivers a message once; done when its consumers are. A consumer that fails for good fails the test.</summary>
    public Task Deliver(object message) => Bus.Send(
        new OutboxMessage(
            Guid.CreateVersion7(),
            MessageNames.Of(message.GetType()),
            JsonSerializer.SerializeToElement(message, message.GetType(), DocumentJson.Options),
            TimeProvider.System.GetUtcNow(),
            TraceParent: null),
        CancellationToken.None);
}
