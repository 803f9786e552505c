using System.Text.Json;

namespace Contracts.Tests;

public sealed class Exact_numbers
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("0.30000000000000004")]
    [InlineData("1e15")]
    [InlineData("1E-28")]
    [InlineData("-1234567890123456789012345678")]
    [InlineData("0.1234567890123456789012345678")]
    [InlineData("3.1000000000000000000000000000000000000000")]
    public void What_a_decimal_holds_is_taken(string number) => ExactNumber.TryRead(JsonElement.Parse(number), out _).ShouldBeTrue();

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("1e-29")]
    [InlineData("1.5e-28")]
    [InlineData("1e30")]
    [InlineData("1e999999999")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("1000000000000000.00000000000001")]
    public void What_it_would_round_is_refused(string number) => ExactNumber.TryRead(JsonElement.Parse(number), out _).ShouldBeFalse();
}
