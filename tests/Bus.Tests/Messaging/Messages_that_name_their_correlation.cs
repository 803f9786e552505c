using System.Collections.Concurrent;
using MassTransit;
using Messages;
using Microsoft.Extensions.DependencyInjection;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

public sealed class Messages_that_name_their_correlation
{
    [Fact]
    public Task Are_received_with_it() => AreReceivedWithIt(new() { ["Transport"] = "embedded" });

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Are_received_with_it_from_the_broker()
    {
        await using var broker = await new RabbitMqServer().Started();
        await AreReceivedWithIt(new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString });
    }

    private static async Task AreReceivedWithIt(Dictionary<string, string?> settings)
    {
        var seen = new Seen();
        await using var host = await new TestHost(
            settings,
            builder => builder.Services.AddSingleton(seen),
            bus: bus => bus.ForService("test").AddDurableConsumer<ReaderConsumer>()).Start();
        var bus = host.Services.GetRequiredService<IBus>();
        var (chapter, letter, note) = (new Chapter(Guid.NewGuid(), Guid.NewGuid()), new Letter(new Sender(Guid.NewGuid())), new Note(Guid.NewGuid()));

        await bus.Publish(chapter);
        await bus.Publish((object)letter);
        await (await bus.GetSendEndpoint(new Uri("queue:test.work.reader"))).Send(note);

        await Wait.Until(() => seen.Ids.Count == 3, "all to be received");
        seen.Ids[typeof(Chapter)].ShouldBe(chapter.BookId);
        seen.Ids[typeof(Letter)].ShouldBe(letter.From.Id);
        seen.Ids[typeof(Note)].ShouldBe(note.CorrelationId, "MassTransit's own convention holds where no property is named");
    }

    [CorrelatedBy(nameof(BookId))]
    public sealed record Chapter(Guid EventId, Guid BookId);

    [CorrelatedBy(nameof(From), nameof(Sender.Id))]
    public sealed record Letter(Sender From);

    public sealed record Sender(Guid Id);

    public sealed record Note(Guid CorrelationId);

    internal sealed class Seen
    {
        public ConcurrentDictionary<Type, Guid?> Ids { get; } = new();
    }

    internal sealed class ReaderConsumer(Seen seen) : IConsumer<Chapter>, IConsumer<Letter>, IConsumer<Note>
    {
        public Task Consume(ConsumeContext<Chapter> context) => Keep(context);

        public Task Consume(ConsumeContext<Letter> context) => Keep(context);

        public Task Consume(ConsumeContext<Note> context) => Keep(context);

        private Task Keep<T>(ConsumeContext<T> context) where T : class
        {
            seen.Ids[typeof(T)] = context.CorrelationId;
            return Task.CompletedTask;
        }
    }
}
