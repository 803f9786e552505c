using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Floor;

/// <summary>About half a kilobyte on the wire, like a message of the platform.</summary>
internal sealed record FloorMessage(Guid Id, string UserId, string EventId, string RewardId, string Kind, string Padding)
{
    private const int PaddingLength = 250;

    private static readonly string Filled = new('x', PaddingLength);

    public static FloorMessage Request() =>
        new(Guid.CreateVersion7(), $"{Guid.NewGuid()}", $"{Guid.NewGuid()}", $"{Guid.NewGuid()}", "RequestReward", Filled);

    public static FloorMessage From(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, FloorJson.Default.FloorMessage)!;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FloorJson.Default.FloorMessage);
}

[JsonSerializable(typeof(FloorMessage))]
internal sealed partial class FloorJson : JsonSerializerContext;
