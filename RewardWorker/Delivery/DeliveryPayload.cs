using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Rewards;
using Hosting.Secrets;
using RewardWorker.Ledger;

namespace RewardWorker.Delivery;

/// <summary>What is posted: the same bytes at each attempt.</summary>
/// <param name="Id">The Idempotency-Key: the grant's id, or that of its contra entry.</param>
internal sealed record DeliveryPayload(
    string Type, Guid Id, Guid GrantId, Guid RequestId, Guid EventId, Guid UserId, DeliveredReward Reward, DateTimeOffset At)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <param name="entry">The grant, or its contra entry.</param>
    public static DeliveryPayload Of(GrantDelivery delivery, string name, Grant entry) => new(
        entry.ReversalOf is null ? "reward.granted" : "reward.revoked",
        Guid.Parse(entry.Id),
        Guid.Parse(delivery.Id),
        delivery.RequestId,
        entry.EventId!.Value,
        entry.UserId!.Value,
        new DeliveredReward(entry.Value!.ToFields()) { Id = delivery.RewardId, Name = name },
        entry.At.ToUniversalTime());

    /// <summary>With its coupon code readable; null when the key that it was sealed with is not configured.</summary>
    public DeliveryPayload? Open(SecretCipher cipher) =>
        Reward.CouponCode is not { } text ? this
        : SealedCode.Find(text) is { } code && cipher.TryOpen(code.Box, SealedCode.Purpose, out var readable) ? this with { Reward = Reward with { CouponCode = readable } }
        : null;

    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>A reward with the fields of its type.</summary>
internal sealed record DeliveredReward : RewardFields
{
    public DeliveredReward(RewardFields value) : base(value)
    {
    }

    [JsonPropertyOrder(-2)]
    public required Guid Id { get; init; }

    public required string Name { get; init; }
}
