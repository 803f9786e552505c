using OperatorsConsole.Live;

namespace OperatorsConsole.Tests.Live;

public sealed class How_many_were_there
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Is_the_most_at_once_in_each_part() =>
        Of(4, (0, 10), (5, 25), (22, null)).ShouldBe([2, 1, 2, 1]);

    [Fact]
    public void Who_comes_as_another_leaves_does_not_meet_him() =>
        Of(4, (0, 15), (15, 40)).ShouldBe([1, 1, 1, 1]);

    [Fact]
    public void Who_came_before_the_span_is_in_it() =>
        Of(2, (-60, 10), (-60, -30)).ShouldBe([1, 0]);

    [Fact]
    public void Nobody_is_nobody() => Of(2).ShouldBe([0, 0]);

    /// <param name="stays">In minutes of a span of forty.</param>
    private static IReadOnlyList<int> Of(int slots, params (int From, int? Until)[] stays) => PresencePicture.Of(
        [.. stays.Select(stay => new Stay(Noon.AddMinutes(stay.From), stay.Until is { } until ? Noon.AddMinutes(until) : null))], Noon, Noon.AddMinutes(40), slots);
}
