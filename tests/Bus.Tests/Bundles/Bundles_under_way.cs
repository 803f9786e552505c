using System.Collections.Concurrent;
using System.Text;
using Bus.Broker;
using Bus.Broker.Bundles;
using Bus.Tests.Messaging;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Bundles;

[Collection(BrokerCollection.Name)]
public sealed class Bundles_under_way(OwnServer<RabbitMqServer> own)
{
    [Fact]
    public void A_bundle_is_done_when_its_last_message_is()
    {
        var bundles = new TakenBundles();
        var first = bundles.Take(7, 2);
        var second = bundles.Take(8, 1);

        first.Concat(second).ShouldBeUnique();
        first.Concat(second).ShouldAllBe(tag => TakenBundles.IsOfBundle(tag));
        TakenBundles.IsOfBundle(7).ShouldBeFalse();
        bundles.Settle(first[1], isDone: true).ShouldBeNull();
        bundles.Settle(second[0], isDone: true).ShouldBe((8UL, true));
        bundles.Settle(first[0], isDone: true).ShouldBe((7UL, true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void It_comes_again_if_one_of_them_was_given_back(int givenBack)
    {
        var bundles = new TakenBundles();
        var tags = bundles.Take(7, 2);

        bundles.Settle(tags[0], isDone: givenBack != 0).ShouldBeNull();
        bundles.Settle(tags[1], isDone: givenBack != 1).ShouldBe((7UL, false));
    }

    [Fact]
    public void Whoever_settles_at_once_with_others_the_one_given_back_is_not_forgotten()
    {
        for (var round = 0; round < 2000; round++)
        {
            var bundles = new TakenBundles();
            var tags = bundles.Take(7, 4);
            var settled = new (ulong BundleTag, bool IsDone)?[4];

            Parallel.For(0, 4, i => settled[i] = bundles.Settle(tags[i], isDone: i != 2));

            settled.OfType<(ulong, bool)>().ShouldBe([(7UL, false)]);
        }
    }

    [Fact]
    public void What_nobody_settles_is_not_remembered()
    {
        var bundles = new TakenBundles();

        var tags = bundles.Take(7, 2, isSettled: false);

        tags.ShouldBeUnique();
        bundles.Settle(tags[0], isDone: true).ShouldBeNull();
        bundles.Settle(tags[1], isDone: true).ShouldBeNull();
    }

    [Fact]
    public void What_is_settled_twice_counts_once()
    {
        var bundles = new TakenBundles();
        var tags = bundles.Take(7, 2);

        bundles.Settle(tags[0], isDone: true).ShouldBeNull();
        bundles.Settle(tags[0], isDone: true).ShouldBeNull();
        bundles.Settle(tags[1], isDone: true).ShouldBe((7UL, true));
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Its_messages_leave_the_queue_only_when_all_of_them_are_done()
    {
        var broker = await own.Running();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var other = await connection.CreateChannelAsync();
        var queue = (await other.QueueDeclareAsync(exclusive: false, autoDelete: false)).QueueName;
        var (properties, body) = Bundle.Pack([.. new[] { "a", "b", "c" }.Select(Message)]);
        await other.BasicPublishAsync("", queue, mandatory: true, properties, body);

        ChannelContext first = await PatientConnection.Channel(connection);
        var taken = await Taken(first, queue, 3);
        taken.Keys.ShouldBe(["a", "b", "c"], ignoreOrder: true);
        await first.BasicAck(taken["a"], false, CancellationToken.None);
        await first.BasicAck(taken["b"], false, CancellationToken.None);
        await first.Channel.CloseAsync();

        ChannelContext second = await PatientConnection.Channel(connection);
        var again = await Taken(second, queue, 3);
        again.Keys.ShouldBe(["a", "b", "c"], ignoreOrder: true);
        foreach (var tag in again.Values)
        {
            await second.BasicAck(tag, false, CancellationToken.None);
        }

        await second.Channel.CloseAsync();
        (await other.MessageCountAsync(queue)).ShouldBe(0u);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task They_all_come_again_when_one_of_them_is_given_back()
    {
        var broker = await own.Running();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        ChannelContext channel = await PatientConnection.Channel(connection);
        var queue = (await channel.Channel.QueueDeclareAsync()).QueueName;
        var (properties, body) = Bundle.Pack([.. new[] { "a", "b" }.Select(Message)]);
        var (taken, again) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var consumer = new AsyncEventingBasicConsumer(channel.Channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var id = delivery.BasicProperties.MessageId!;
            (delivery.Redelivered ? again : taken).Add(id);
            if (id == "a" && !delivery.Redelivered)
            {
                await channel.BasicNack(delivery.DeliveryTag, false, true, CancellationToken.None);
            }
            else
            {
                await channel.BasicAck(delivery.DeliveryTag, false, CancellationToken.None);
            }
        };
        await channel.BasicConsume(queue, noAck: false, exclusive: false, new Dictionary<string, object>(), consumer, "", CancellationToken.None);

        await channel.Channel.BasicPublishAsync("", queue, mandatory: true, properties, body);

        await Wait.Until(() => again.Count == 2, "both to come again");
        taken.ShouldBe(["a", "b"], ignoreOrder: true);
        again.ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task What_calls_itself_a_bundle_and_is_none_is_handed_on_as_it_is()
    {
        var broker = await own.Running();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        BrokerChannel channel = await PatientConnection.Channel(connection);
        var queue = (await channel.Channel.QueueDeclareAsync()).QueueName;
        await channel.Channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { ContentType = Bundle.ContentType, MessageId = "a" }, "[7]"u8.ToArray());

        (await Taken(channel, queue, 1)).Values.ShouldBe([1UL]);
    }

    /// <summary>By the ids of the messages, which nothing acknowledges, their tags.</summary>
    private static async Task<IReadOnlyDictionary<string, ulong>> Taken(ChannelContext channel, string queue, int count)
    {
        var taken = new ConcurrentDictionary<string, ulong>();
        var consumer = new AsyncEventingBasicConsumer(channel.Channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            taken[delivery.BasicProperties.MessageId!] = delivery.DeliveryTag;
            return Task.CompletedTask;
        };
        await channel.BasicConsume(queue, noAck: false, exclusive: false, new Dictionary<string, object>(), consumer, "", CancellationToken.None);
        await Wait.Until(() => taken.Count == count, "all to be delivered");
        return taken;
    }

    private static BundledMessage Message(string id) => new(
        new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = id }, Encoding.UTF8.GetBytes("{}"));
}
