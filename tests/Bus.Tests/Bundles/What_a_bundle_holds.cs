using System.Text;
using System.Text.Json;
using Bus.Broker.Bundles;
using FsCheck;
using FsCheck.Fluent;
using RabbitMQ.Client;

namespace Bus.Tests.Bundles;

public sealed class What_a_bundle_holds
{
    private const string EnvelopeType = "application/vnd.masstransit+json";

    [Fact]
    public void Every_message_comes_out_as_it_went_in() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(
            ArbMap.Default.ArbFor<(Guid Id, NonNull<string> Text, long Number, bool HasCorrelation, bool IsSure)[]>().Filter(messages => messages.Length > 0),
            messages =>
            {
                var sent = messages
                    .Select(m => new BundledMessage(
                        new BasicProperties
                        {
                            ContentType = EnvelopeType,
                            MessageId = m.Id.ToString(),
                            CorrelationId = m.HasCorrelation ? m.Text.Get : null,
                            Persistent = true,
                            Headers = new Dictionary<string, object?> { ["text"] = m.Text.Get, ["number"] = m.Number, ["sure"] = m.IsSure, ["none"] = null },
                        },
                        Json(new { text = m.Text.Get, parts = new[] { new { m.Number } } })))
                    .ToList();

                var (properties, body) = Bundle.Pack(sent);
                var read = Bundle.Unpack(properties, body).ShouldNotBeNull();

                Bundle.Is(properties).ShouldBeTrue();
                read.Count.ShouldBe(sent.Count);
                foreach (var (before, after) in sent.Zip(read))
                {
                    after.Properties.MessageId.ShouldBe(before.Properties.MessageId);
                    after.Properties.CorrelationId.ShouldBe(Sound(before.Properties.CorrelationId));
                    after.Properties.ContentType.ShouldBe(EnvelopeType);
                    after.Properties.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
                    after.Properties.Headers.ShouldBe(before.Properties.Headers!.ToDictionary(h => h.Key, h => h.Value is string text ? Sound(text) : h.Value), ignoreOrder: true);
                    after.Body.ToArray().ShouldBe(before.Body.ToArray());
                }
            }));

    [Fact]
    public void Whoever_looks_into_the_queue_can_read_it()
    {
        var (_, body) = Bundle.Pack([Message("a", """{"grams":12}"""), Message("b", """{"grams":13}""")]);

        Encoding.UTF8.GetString(body).ShouldBe(
            """[{"id":"a","headers":{"MT-Activity-Id":"00-1"},"message":{"grams":12}},{"id":"b","headers":{"MT-Activity-Id":"00-1"},"message":{"grams":13}}]""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("""[{"id":"a"}]""")]
    [InlineData("""[{"id":7,"message":{}}]""")]
    [InlineData("""[{"id":"a","headers":{"n":1.5},"message":{}}]""")]
    [InlineData("""[{"id":"a","message":{}}""")]
    [InlineData("""[{"id":"a","message":{}},7]""")]
    [InlineData("""[{"id":"a","message":""")]
    public void What_is_no_bundle_is_not_taken_apart(string body) =>
        Bundle.Unpack(new BasicProperties { ContentType = Bundle.ContentType }, Encoding.UTF8.GetBytes(body)).ShouldBeNull();

    [Fact]
    public void For_the_broker_it_expires_with_the_last_of_its_messages()
    {
        Expiring("4000", "200").ShouldBe("4000");
        Expiring("4000", null).ShouldBeNull();

        static string? Expiring(params string?[] each) => Bundle.Pack([.. each.Select(time =>
        {
            var message = Message("a", "{}");
            ((BasicProperties)message.Properties).Expiration = time;
            return message;
        })]).Properties.Expiration;
    }

    [Fact]
    public void Each_keeps_its_own_time()
    {
        var sent = new[] { "4000", "200" }.Select(time =>
        {
            var message = Message("a", "{}");
            ((BasicProperties)message.Properties).Expiration = time;
            return message;
        }).ToList();
        var (properties, body) = Bundle.Pack(sent);

        Bundle.Unpack(properties, body)!.Select(message => message.Properties.Expiration).ShouldBe(["4000", "200"]);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(5000)]
    public void One_that_is_nested_deeply_spoils_no_other(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
        var (properties, body) = Bundle.Pack([Message("a", "{}"), Message("b", deep), Message("c", "{}")]);

        Bundle.Unpack(properties, body)!.Select(message => Encoding.UTF8.GetString(message.Body.Span)).ShouldBe(["{}", deep, "{}"]);
    }

    [Fact]
    public void What_would_lose_something_travels_alone()
    {
        Takes(Message("a", "{}").Properties).ShouldBeTrue();
        Takes(new BasicProperties { ContentType = "application/json" }).ShouldBeFalse();
        Takes(With(p => p.ReplyTo = "queue")).ShouldBeFalse();
        Takes(With(p => p.Priority = 1)).ShouldBeFalse();
        Takes(With(p => p.Type = "parcel")).ShouldBeFalse();
        Takes(With(p => p.UserId = "guest")).ShouldBeFalse();
        Takes(With(p => p.AppId = "test")).ShouldBeFalse();
        Takes(With(p => p.ClusterId = "one")).ShouldBeFalse();
        Takes(With(p => p.Timestamp = new AmqpTimestamp(1))).ShouldBeFalse();
        Takes(With(p => p.ContentEncoding = "gzip")).ShouldBeFalse();
        Takes(With(p => p.Headers!["when"] = new AmqpTimestamp(1))).ShouldBeFalse();
    }

    [Fact]
    public void A_dead_letter_stays_what_it_was() => Takes(With(p => p.Headers!["MT-Reason"] = "fault")).ShouldBeFalse();

    private static bool Takes(IReadOnlyBasicProperties properties) => Bundle.Takes(properties, "{}"u8);

    private static BasicProperties With(Action<BasicProperties> change)
    {
        var properties = (BasicProperties)Message("a", "{}").Properties;
        change(properties);
        return properties;
    }

    private static BundledMessage Message(string id, string body) => new(
        new BasicProperties
        {
            ContentType = EnvelopeType,
            MessageId = id,
            Headers = new Dictionary<string, object?> { ["MT-Activity-Id"] = "00-1" },
        },
        Encoding.UTF8.GetBytes(body));

    private static byte[] Json(object message) => JsonSerializer.SerializeToUtf8Bytes(message);

    /// <summary>Half of a pair of UTF-16 is no text, and becomes a replacement.</summary>
    private static string? Sound(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
