using System.Buffers;
using System.Text.Json;
using LiveService.Hubs;
using MessagePack;
using Testing;

namespace LiveService.Tests.Hubs;

/// <summary>Values in both protocols, and how often something may be said.</summary>
public sealed class What_the_hub_carries
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-7")]
    [InlineData("1.5")]
    [InlineData("\"a text\"")]
    [InlineData("""{"a":[1,2,{"b":null}],"":[]}""")]
    public void Is_the_same_in_MessagePack(string json)
    {
        var packed = MessagePackSerializer.Serialize(new Wire(json), WireMessagePack.Options);

        MessagePackSerializer.Deserialize<Wire>(packed, WireMessagePack.Options).Json.ShouldBe(json);
    }

    /// <summary>Whoever sends it: the others' connections stay whole.</summary>
    [Theory]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("[1000000000000000000000000000000000000000,1]", "[1E+39,1]")]
    public void Is_a_double_in_MessagePack_when_it_is_a_number_past_64_bits(string json, string read)
    {
        var packed = MessagePackSerializer.Serialize(new Wire(json), WireMessagePack.Options);

        JsonElement.DeepEquals(
            JsonDocument.Parse(MessagePackSerializer.Deserialize<Wire>(packed, WireMessagePack.Options).Json).RootElement, JsonDocument.Parse(read).RootElement).ShouldBeTrue();
    }

    [Fact]
    public void Is_as_JavaScript_reads_it_when_no_double_holds_it()
    {
        var reader = new MessagePackReader(MessagePackSerializer.Serialize(new Wire("1e400"), WireMessagePack.Options));

        reader.ReadDouble().ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void May_stand_in_what_is_told_however_deep_it_is_itself()
    {
        var deepest = $"{new string('[', 64)}{new string(']', 64)}";

        Should.NotThrow(() => MessagePackSerializer.Serialize(new Wire($$"""{"payload":{{deepest}}}"""), WireMessagePack.Options));
    }

    [Theory]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    public void Is_refused_when_it_has_half_a_character(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Wire>(json));

    /// <summary>Each level would take some of the stack.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Is_refused_when_it_is_nested_too_deep(int depth)
    {
        var packed = Enumerable.Repeat((byte)0x91, depth).Append((byte)0xc0).ToArray();

        Should.Throw<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Wire>(packed, WireMessagePack.Options));
    }

    [Fact]
    public void Is_refused_when_JSON_has_no_word_for_it()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.Write(double.NaN);
        writer.Flush();

        Should.Throw<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Wire>(buffer.WrittenMemory, WireMessagePack.Options));
    }

    [Fact]
    public void Is_allowed_so_often_in_any_10_seconds()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch);
        var allowance = new Allowance(2, time);

        allowance.TryTake().ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(6));
        allowance.TryTake().ShouldBeTrue();
        allowance.TryTake().ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(4));
        allowance.TryTake().ShouldBeTrue();
        allowance.TryTake().ShouldBeFalse();
    }
}
