using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Documents;

namespace Micro;

/// <summary>A message as an outbox keeps it, written in each of the ways there are, and read back.</summary>
public class MessageSerialization
{
    private readonly Requested message = new(
        Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), [new Reward(Guid.NewGuid(), "POINT", "Points", 10)]);

    private byte[] bytes = [];
    private JsonElement element;

    [GlobalSetup]
    public void Prepare() => (bytes, element) = (ToBytes(), ToElement());

    [Benchmark(Baseline = true)]
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(message, DocumentJson.Options);

    [Benchmark]
    public JsonElement ToElement() => JsonSerializer.SerializeToElement(message, DocumentJson.Options);

    [Benchmark]
    public object? FromBytes() => JsonSerializer.Deserialize<Requested>(bytes, DocumentJson.Options);

    [Benchmark]
    public object? FromElement() => element.Deserialize<Requested>(DocumentJson.Options);

    private sealed record Requested(Guid RequestId, Guid EventId, Guid UserId, DateTimeOffset At, IReadOnlyList<Reward> Rewards);

    private sealed record Reward(Guid RewardId, string Type, string Name, int Points);
}
