using System.Text.Json;
using EventService.Activities;

namespace EventService.Tests.Activities;

public sealed class Values_of_activities
{
    [Theory]
    [InlineData("3", "\"3\"", true)]
    [InlineData("3.0", "\"3\"", true)]
    [InlineData("3", "3.00", true)]
    [InlineData("0.00001", "\"0.00001\"", true)]
    [InlineData("1e-5", "\"0.00001\"", true)]
    [InlineData("1e-5", "0.00001", true)]
    [InlineData("-0", "\"0\"", true)]
    [InlineData("1e15", "\"1000000000000000\"", true)]
    [InlineData("0.0000000000000000000000000001", "\"0.0000000000000000000000000001\"", true)]
    [InlineData("1234567890123456789012345678", "\"1234567890123456789012345678\"", true)]
    [InlineData("3", "\"3.0\"", false)]
    [InlineData("3", "\" 3\"", false)]
    [InlineData("3", "\"03\"", false)]
    [InlineData("\"3\"", "\"3.0\"", false)]
    [InlineData("1e-5", "\"1E-05\"", false)]
    [InlineData("\"\\\"3\"", "3", false)]
    public void A_number_equals_its_shortest_decimal_text(string one, string other, bool equal)
    {
        Same(one, other).ShouldBe(equal);
        Same(other, one).ShouldBe(equal);
    }

    private static bool Same(string one, string other) =>
        ActivityValues.Same(ActivityValues.Canonical(JsonElement.Parse(one)), ActivityValues.Canonical(JsonElement.Parse(other)));
}
