using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Client.Tests.Deliveries;

public sealed class Signed_deliveries
{
    private const string Secret = "a-secret-of-sixteen";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"type":"reward.granted","id":"0190a5f0-0000-7000-8000-000000000001","grantId":"0190a5f0-0000-7000-8000-000000000001","requestId":"0190a5f0-0000-7000-8000-000000000002","eventId":"0190a5f0-0000-7000-8000-000000000003","userId":"0190a5f0-0000-7000-8000-000000000004","reward":{"id":"0190a5f0-0000-7000-8000-000000000005","type":"POINT","name":"100 points","points":100},"at":"2031-01-01T00:00:00+00:00"}""");

    private readonly FakeTime time = new(Some.Now);
    private readonly SignedDeliveries deliveries;

    public Signed_deliveries() => deliveries = new SignedDeliveries(["the-one-to-come-soon", Secret], time);

    [Fact]
    public void Are_read_when_they_are_the_platform_s_and_of_now()
    {
        var delivery = deliveries.Read(Stamp(TimeSpan.FromMinutes(-4)), Sign(TimeSpan.FromMinutes(-4)), Body)!;

        (delivery.Reward.Type, delivery.Reward.Points, delivery.IsRevoked).ShouldBe((RewardType.Point, 100L, false));
    }

    [Fact]
    public void Do_not_hold_when_anything_is_other()
    {
        var (stamp, signature) = (Stamp(default), Sign(default));
        deliveries.Holds(stamp, signature, Body).ShouldBeTrue();
        deliveries.Holds(stamp, signature.ToUpperInvariant(), Body).ShouldBeTrue();

        deliveries.Holds(stamp, signature, [.. Body, (byte)' ']).ShouldBeFalse();
        deliveries.Holds(Stamp(TimeSpan.FromSeconds(1)), signature, Body).ShouldBeFalse();
        deliveries.Holds(stamp, $"{signature[..^1]}{(signature[^1] == '0' ? '1' : '0')}", Body).ShouldBeFalse();
        deliveries.Holds(stamp, null, Body).ShouldBeFalse();
        deliveries.Holds(null, signature, Body).ShouldBeFalse();
        deliveries.Holds("-1", signature, Body).ShouldBeFalse();
        new SignedDeliveries("another-secret-here", time).Holds(stamp, signature, Body).ShouldBeFalse();
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(6)]
    public void Do_not_hold_when_they_are_of_another_time(int minutes)
    {
        var off = TimeSpan.FromMinutes(minutes);

        deliveries.Read(Stamp(off), Sign(off), Body).ShouldBeNull();
    }

    private static string Stamp(TimeSpan off) => (Some.Now + off).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Sign(TimeSpan off) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes($"{Stamp(off)}.").Concat(Body).ToArray()));
}
