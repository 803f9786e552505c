using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Bus.Tests.Messaging;

public sealed class Announcements_that_are_gathered
{
    [Fact]
    public async Task What_is_announced_at_once_is_told_together_and_all_of_it()
    {
        var told = new ConcurrentQueue<IReadOnlyList<int>>();
        var bus = MassTransit.Bus.Factory.CreateUsingInMemory(memory => memory.ReceiveEndpoint(
            "listener", endpoint => endpoint.Handler<NumbersTold>(context =>
            {
                told.Enqueue(context.Message.Numbers);
                return Task.CompletedTask;
            })));
        await bus.StartAsync();
        try
        {
            await using var announcements = new Announcements(
                bus, [new Announcement(typeof(int), (items, _) => Task.FromResult<object>(new NumbersTold([.. items.Cast<int>()])))], TimeProvider.System, NullLogger<Announcements>.Instance);
            for (var number = 0; number < 500; number++)
            {
                announcements.Add(number);
            }

            await Wait.Until(() => told.Sum(numbers => numbers.Count) == 500, "500 numbers");

            told.SelectMany(numbers => numbers).Order().ShouldBe(Enumerable.Range(0, 500));
            told.Count.ShouldBeLessThan(100);
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    [Fact]
    public async Task While_nothing_can_be_published_announcements_are_dropped_and_nobody_waits()
    {
        var announcements = new Announcements(
            System.Reflection.DispatchProxy.Create<IBus, SilentBus>(), [new Announcement(typeof(int), (items, _) => Task.FromResult<object>(new NumbersTold([.. items.Cast<int>()])))], TimeProvider.System, NullLogger<Announcements>.Instance);
        for (var number = 0; number < 100_000; number++)
        {
            announcements.Add(number);
        }

        await announcements.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_kind_that_nobody_registered_is_a_fault()
    {
        await using var announcements = new Announcements(System.Reflection.DispatchProxy.Create<IBus, SilentBus>(), [], TimeProvider.System, NullLogger<Announcements>.Instance);

        Should.Throw<InvalidOperationException>(() => announcements.Add("a word"));
    }

    internal sealed record NumbersTold(IReadOnlyList<int> Numbers);
}
