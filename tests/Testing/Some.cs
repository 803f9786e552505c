using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Contracts;
using Contracts.Events;
using Contracts.Rewards;
using Contracts.Users;

namespace Testing;

/// <summary>Valid data; a test changes what it is about. A test project adds what only it needs by an extension.</summary>
public static class Some
{
    public static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static Caller Operator() => new(Guid.NewGuid(), [Role.Operator]);

    public static CreateEvent CreateEvent(DateTimeOffset now) => new(
        Guid.NewGuid(),
        new EventTerms("Spring", null, null, now.AddDays(-1), now.AddDays(1), "Europe/Berlin", ApprovalMode.Manual, null, false, null, null, null),
        EventStatus.Active,
        Operator());

    public static ChangeEvent ChangeEvent(Guid eventId = default) => new(
        eventId, null, null, null, null, null, null, null, null, null, null, null, null, null, null, [], Operator());

    public static AddReward AddReward(Guid eventId = default, RewardValue? value = null) =>
        new(Guid.NewGuid(), eventId, "A reward", value ?? new PointValue(100), false, Operator());

    /// <summary>The code as the Gateway seals it, but for the cipher: the same text each time.</summary>
    public static string Sealed(string code) =>
        new SealedCode([Hash(CouponValue.Identity(code))], Hash(code), Base64Url.EncodeToString(Encoding.UTF8.GetBytes(code))).ToString();

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
