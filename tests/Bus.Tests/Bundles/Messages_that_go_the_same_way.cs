using System.Text;
using Bus.Broker.Bundles;
using RabbitMQ.Client;

namespace Bus.Tests.Bundles;

public sealed class Messages_that_go_the_same_way
{
    private static readonly Way Work = new("work", "", Mandatory: true, Durable: true, Expires: false);

    private readonly List<Sent> sent = [];

    [Fact]
    public void Who_finds_nobody_before_him_goes_at_once_and_alone()
    {
        var publisher = Publisher(size: 10);

        var publishing = publisher.Publish(Work, Envelope(), Body("first"));

        Ids(sent.ShouldHaveSingleItem()).ShouldBe(["first"]);
        publishing.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Those_who_come_meanwhile_follow_together_and_in_turn()
    {
        var publisher = Publisher(size: 3);
        var publishing = Enumerable.Range(0, 6).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"))).ToList();

        sent.Count.ShouldBe(1);
        sent[0].Confirm();
        sent.Count.ShouldBe(2);
        Ids(sent[1]).ShouldBe(["1", "2", "3"]);
        publishing[0].IsCompletedSuccessfully.ShouldBeTrue();
        publishing[1].IsCompleted.ShouldBeFalse();
        sent[1].Confirm();
        Ids(sent[2]).ShouldBe(["4", "5"]);
        sent[2].Confirm();

        await Task.WhenAll(publishing);
        sent.Count.ShouldBe(3);
        _ = publisher.Publish(Work, Envelope(), Body("later"));
        Ids(sent[3]).ShouldBe(["later"]);
    }

    [Fact]
    public void Other_ways_do_not_wait()
    {
        var publisher = Publisher(size: 10);

        foreach (var way in new[] { Work, Work with { Exchange = "other" }, Work with { RoutingKey = "key" }, Work with { Durable = false }, Work with { Mandatory = false }, Work with { Expires = true } })
        {
            _ = publisher.Publish(way, Envelope(), Body("one"));
        }

        sent.Count.ShouldBe(6);
        sent.Select(s => s.Way).ShouldBeUnique();
    }

    [Fact]
    public void What_a_bundle_does_not_take_goes_at_once()
    {
        var publisher = Publisher(size: 10);
        _ = publisher.Publish(Work, Envelope(), Body("first"));

        _ = publisher.Publish(Work, new BasicProperties { ContentType = "text/plain" }, Body("other"));

        sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task All_of_a_bundle_hear_that_it_failed_and_those_behind_it_go_on()
    {
        var publisher = Publisher(size: 2);
        var publishing = Enumerable.Range(0, 4).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"))).ToList();

        sent[0].Fail();
        sent[1].Fail();
        sent[2].Confirm();

        await Should.ThrowAsync<IOException>(publishing[0]);
        await Should.ThrowAsync<IOException>(publishing[1]);
        await Should.ThrowAsync<IOException>(publishing[2]);
        await publishing[3];
    }

    [Fact]
    public async Task What_is_given_up_before_it_goes_does_not_go()
    {
        using var givenUp = new CancellationTokenSource();
        var publisher = Publisher(size: 10);
        var publishing = Enumerable.Range(0, 4).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"), i == 2 ? givenUp.Token : CancellationToken.None)).ToList();

        await givenUp.CancelAsync();
        sent[0].Confirm();
        Ids(sent[1]).ShouldBe(["1", "3"]);
        sent[1].Confirm();

        await Task.WhenAll(publishing[0], publishing[1], publishing[3]);
        publishing[2].IsCanceled.ShouldBeTrue();
        _ = publisher.Publish(Work, Envelope(), Body("later"));
        Ids(sent[2]).ShouldBe(["later"]);
    }

    [Fact]
    public void A_bundle_is_bounded_in_bytes()
    {
        var publisher = Publisher(size: 1000);
        var large = new string('x', 50 * 1024);
        foreach (var i in Enumerable.Range(0, 5))
        {
            _ = publisher.Publish(Work, Envelope(), Body(large));
        }

        sent[0].Confirm();
        sent[1].Confirm();

        sent.Count.ShouldBe(3);
        sent.ShouldAllBe(s => s.Body.Length < 128 * 1024);
    }

    [Fact]
    public async Task None_is_lost_whoever_publishes_at_once()
    {
        var arrived = 0;
        var publisher = new BundledPublisher(7, async (_, properties, body, _) =>
        {
            await Task.Yield();
            Interlocked.Add(ref arrived, Bundle.Is(properties) ? Bundle.Unpack(properties, body)!.Count : 1);
        });

        await Parallel.ForAsync(0, 5000, async (i, cancellationToken) => await publisher.Publish(Work, Envelope(), Body($"{i}"), cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken));

        arrived.ShouldBe(5000);
    }

    private BundledPublisher Publisher(int size) => new(size, (way, properties, body, _) =>
    {
        var message = new Sent(way, properties, body);
        sent.Add(message);
        return message.Confirmed.Task;
    });

    private static BasicProperties Envelope() => new() { ContentType = "application/vnd.masstransit+json" };

    private static byte[] Body(string id) => Encoding.UTF8.GetBytes($"\"{id}\"");

    private static IEnumerable<string> Ids(Sent sent) =>
        (Bundle.Is(sent.Properties) ? Bundle.Unpack(sent.Properties, sent.Body)!.Select(message => message.Body) : [sent.Body])
        .Select(body => Encoding.UTF8.GetString(body.Span).Trim('"'));

    /// <summary>Confirmed when the test says so; what follows it then has been published.</summary>
    private sealed record Sent(Way Way, BasicProperties Properties, byte[] Body)
    {
        public TaskCompletionSource Confirmed { get; } = new();

        public void Confirm() => Confirmed.SetResult();

        public void Fail() => Confirmed.SetException(new IOException("lost"));
    }
}
