using Http.Validation;

namespace Gateway.Tests.Problems;

public sealed class Times
{
    [Theory]
    [InlineData("2026-01-02T10:00:00.123456789Z", "2026-01-02T10:00:00.1234567Z")]
    [InlineData("2026-01-02T10:00:00.123456789+02:00", "2026-01-02T08:00:00.1234567Z")]
    [InlineData("2026-01-02T10:00:00.99999999999999999999Z", "2026-01-02T10:00:00.9999999Z")]
    [InlineData("2026-01-02T10:00:00.1Z", "2026-01-02T10:00:00.1000000Z")]
    [InlineData("2026-01-02T10:00Z", "2026-01-02T10:00:00.0000000Z")]
    public void What_is_finer_than_100_ns_is_cut_off(string text, string time)
    {
        Instants.TryParse(text, out var parsed).ShouldBeTrue();
        parsed.UtcDateTime.ToString("O").ShouldBe(time);
    }

    [Theory]
    [InlineData("2026-01-02T10:00:00.1234567x9Z")]
    [InlineData("2026-01-02T10:00:00.123456789")]
    [InlineData("2026-01-02T10:00:00,123456789Z")]
    [InlineData("2026-01-02T10:00:00.123456789\u0661Z")]
    [InlineData("2026-01-02T10:00.123456789Z")]
    public void What_is_no_time_with_an_offset_is_refused(string text) => Instants.TryParse(text, out _).ShouldBeFalse();
}
