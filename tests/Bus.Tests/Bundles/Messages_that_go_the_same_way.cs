using System.Text;
using System.Threading.Channels;
using Bus.Broker.Bundles;
using RabbitMQ.Client;
using Testing;

namespace Bus.Tests.Bundles;

public sealed class Messages_that_go_the_same_way
{
    private static readonly Way Work = new("work", "", Mandatory: true, Durable: true, Expires: false);

    private readonly Channel<Sent> sent = Channel.CreateUnbounded<Sent>();
    private readonly FakeTime time = new(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Who_finds_nobody_before_him_goes_at_once_and_alone()
    {
        var publisher = Publisher(size: 10);

        var publishing = publisher.Publish(Work, Envelope(), Body("first"));

        sent.Reader.Count.ShouldBe(1);
        var first = await Next();
        Ids(first).ShouldBe(["first"]);
        publishing.IsCompleted.ShouldBeFalse();
        first.Confirm();
        await publishing;
        _ = publisher.Publish(Work, Envelope(), Body("later"));
        Ids(await Next()).ShouldBe(["later"]);
    }

    [Fact]
    public async Task Those_who_come_meanwhile_follow_together_and_in_turn()
    {
        var publisher = Publisher(size: 3);
        var publishing = Enumerable.Range(0, 6).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"))).ToList();

        var first = await Next();
        sent.Reader.Count.ShouldBe(0);
        first.Confirm();
        var second = await Next();
        var third = await Next();
        Ids(second).ShouldBe(["1", "2", "3"]);
        Ids(third).ShouldBe(["4", "5"]);
        publishing[0].IsCompletedSuccessfully.ShouldBeTrue();
        publishing[1].IsCompleted.ShouldBeFalse();
        var sixth = publisher.Publish(Work, Envelope(), Body("6"));
        second.Confirm();
        await publishing[1];
        sent.Reader.Count.ShouldBe(0);
        third.Confirm();
        var fourth = await Next();
        Ids(fourth).ShouldBe(["6"]);
        fourth.Confirm();
        await sixth;

        await Task.WhenAll(publishing);
        _ = publisher.Publish(Work, Envelope(), Body("later"));
        Ids(await Next()).ShouldBe(["later"]);
    }

    [Fact]
    public async Task Other_ways_do_not_wait()
    {
        var publisher = Publisher(size: 10);

        foreach (var way in new[] { Work, Work with { Exchange = "other" }, Work with { RoutingKey = "key" }, Work with { Durable = false }, Work with { Mandatory = false }, Work with { Expires = true } })
        {
            _ = publisher.Publish(way, Envelope(), Body("one"));
            (await Next()).Way.ShouldBe(way);
        }
    }

    [Fact]
    public async Task What_a_bundle_does_not_take_goes_at_once()
    {
        var publisher = Publisher(size: 10);
        _ = publisher.Publish(Work, Envelope(), Body("first"));
        await Next();

        _ = publisher.Publish(Work, new BasicProperties { ContentType = "text/plain" }, Body("other"));

        Ids(await Next()).ShouldBe(["other"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{},{}")]
    [InlineData("{}]")]
    [InlineData("no JSON")]
    public async Task What_would_spoil_the_others_goes_alone(string body)
    {
        var publisher = Publisher(size: 10);
        _ = publisher.Publish(Work, Envelope(), Body("first"));
        await Next();

        _ = publisher.Publish(Work, Envelope(), Encoding.UTF8.GetBytes(body));

        Encoding.UTF8.GetString((await Next()).Body).ShouldBe(body);
    }

    [Fact]
    public async Task Who_is_not_confirmed_holds_nobody_up_for_long()
    {
        var publisher = Publisher(size: 2);
        var publishing = Enumerable.Range(0, 6).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"))).ToList();
        var first = await Next();

        time.Advance(BundledPublisher.Patience - TimeSpan.FromMilliseconds(1));
        time.Waiting.ShouldBe(1);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Ids(await Next()).ShouldBe(["1", "2"]);
        var third = await Next();
        Ids(third).ShouldBe(["3", "4"]);
        Ids(await Next()).ShouldBe(["5"]);

        third.Confirm();
        await publishing[3];
        await publishing[4];
        publishing[0].IsCompleted.ShouldBeFalse();
        publishing[1].IsCompleted.ShouldBeFalse();
        first.Fail();
        await Should.ThrowAsync<IOException>(publishing[0]);
    }

    [Fact]
    public async Task All_of_a_bundle_hear_that_it_failed_and_those_behind_it_go_on()
    {
        var publisher = Publisher(size: 2);
        var publishing = Enumerable.Range(0, 4).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"))).ToList();

        (await Next()).Fail();
        (await Next()).Fail();
        (await Next()).Confirm();

        await Should.ThrowAsync<IOException>(publishing[0]);
        await Should.ThrowAsync<IOException>(publishing[1]);
        await Should.ThrowAsync<IOException>(publishing[2]);
        await publishing[3];
    }

    [Fact]
    public async Task One_that_cannot_go_at_all_holds_up_nobody()
    {
        var isBroken = true;
        var publisher = new BundledPublisher(10, (_, _, _, _) => isBroken ? throw new IOException("lost") : Task.CompletedTask, time);
        await Should.ThrowAsync<IOException>(publisher.Publish(Work, Envelope(), Body("first")));

        isBroken = false;

        await publisher.Publish(Work, Envelope(), Body("later")).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_is_given_up_before_it_goes_does_not_go()
    {
        using var givenUp = new CancellationTokenSource();
        var publisher = Publisher(size: 10);
        var publishing = Enumerable.Range(0, 4).Select(i => publisher.Publish(Work, Envelope(), Body($"{i}"), i == 2 ? givenUp.Token : CancellationToken.None)).ToList();

        await givenUp.CancelAsync();
        (await Next()).Confirm();
        var second = await Next();
        Ids(second).ShouldBe(["1", "3"]);
        second.Confirm();

        await Task.WhenAll(publishing[0], publishing[1], publishing[3]);
        publishing[2].IsCanceled.ShouldBeTrue();
        _ = publisher.Publish(Work, Envelope(), Body("later"));
        Ids(await Next()).ShouldBe(["later"]);
    }

    [Fact]
    public async Task A_bundle_is_bounded_in_bytes()
    {
        var publisher = Publisher(size: 1000);
        var large = new string('x', 50 * 1024);
        foreach (var i in Enumerable.Range(0, 5))
        {
            _ = publisher.Publish(Work, Envelope(), Body(large));
        }

        foreach (var count in new[] { 1, 2, 2 })
        {
            var next = await Next();
            Ids(next).Count().ShouldBe(count);
            next.Body.Length.ShouldBeLessThan(128 * 1024);
            next.Confirm();
        }
    }

    [Fact]
    public async Task None_is_lost_whoever_publishes_at_once()
    {
        var arrived = 0;
        var publisher = new BundledPublisher(7, async (_, properties, body, _) =>
        {
            await Task.Yield();
            Interlocked.Add(ref arrived, Bundle.Is(properties) ? Bundle.Unpack(properties, body)!.Count : 1);
        }, time);

        await Parallel.ForAsync(0, 5000, async (i, cancellationToken) => await publisher.Publish(Work, Envelope(), Body($"{i}"), cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken));

        arrived.ShouldBe(5000);
    }

    private BundledPublisher Publisher(int size) => new(size, (way, properties, body, _) =>
    {
        var message = new Sent(way, properties, body);
        sent.Writer.TryWrite(message).ShouldBeTrue();
        return message.Confirmed.Task;
    }, time);

    private async Task<Sent> Next() => await sent.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private static BasicProperties Envelope() => new() { ContentType = "application/vnd.masstransit+json" };

    private static byte[] Body(string id) => Encoding.UTF8.GetBytes($"\"{id}\"");

    private static IEnumerable<string> Ids(Sent sent) =>
        (Bundle.Is(sent.Properties) ? Bundle.Unpack(sent.Properties, sent.Body)!.Select(message => message.Body) : [sent.Body])
        .Select(body => Encoding.UTF8.GetString(body.Span).Trim('"'));

    /// <summary>Confirmed when the test says so.</summary>
    private sealed record Sent(Way Way, BasicProperties Properties, byte[] Body)
    {
        public TaskCompletionSource Confirmed { get; } = new();

        public void Confirm() => Confirmed.SetResult();

        public void Fail() => Confirmed.SetException(new IOException("lost"));
    }
}
