using System.Collections.Concurrent;
using System.Diagnostics;
using Bench.Load;
using Bench.Measures;
using Bench.Targets;

namespace Bench.Floor;

/// <summary>
/// What a request must cost: five durable queues with publisher confirms and five saves, by nothing but RabbitMQ.Client and
/// Npgsql, in this process.
/// </summary>
internal sealed class BareClients(Servers servers, bool sharesCommits)
{
    private const int Senders = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => sharesCommits ? "floor-shared" : "floor-single";

    public async Task<Round> Run(int requests, int inFlight, CancellationToken cancellationToken)
    {
        await using var store = await FloorStore.Open(servers.PostgreSql);
        await using var broker = await Broker.Connect(servers.RabbitMq);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        var (answers, ends) = (new Latencies(), new Latencies());
        var under = new ConcurrentDictionary<Guid, long>();
        var left = requests;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var window = new SemaphoreSlim(inFlight);
        foreach (var hop in Hop.All)
        {
            await (sharesCommits ? SharedCommits.Consume(hop, broker, store, Complete, Fail) : SingleCommits.Consume(hop, broker, store, Complete, Fail));
        }

        await using var channel = await broker.Sender();
        using var meter = await Meter.Start(servers.Counters);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(Send, failed.Token)));
        await all.Task.WaitAsync(Patience, failed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var cost = await meter.Stop();
        var completed = await store.Completed();
        return failure is not null ? throw new InvalidOperationException($"{Name} failed.", failure)
            : completed != requests ? throw new InvalidOperationException($"{Name} completed {completed} of {requests}.")
            : Round.Of(Name, "flow", [ProcessTimes.Generator, ProcessTimes.RabbitMq, ProcessTimes.PostgreSql], requests, 0, cost, answers, ends);

        async Task Send()
        {
            while (Interlocked.Increment(ref next) <= requests)
            {
                await window.WaitAsync(failed.Token);
                var message = FloorMessage.Request();
                var sent = Stopwatch.GetTimestamp();
                under[message.Id] = sent;
                await Broker.Publish(channel, Hop.All[0], message.ToJson());
                answers.AddSince(sent);
            }
        }

        void Complete(Guid id)
        {
            // What comes again has been counted.
            if (under.TryRemove(id, out var sent))
            {
                ends.AddSince(sent);
                window.Release();
                if (Interlocked.Decrement(ref left) == 0)
                {
                    all.SetResult();
                }
            }
        }

        void Fail(Exception e)
        {
            failure ??= e;
            failed.Cancel();
        }
    }
}
