using OperatorsConsole.Earning;

namespace OperatorsConsole.Tests.Earning;

public sealed class What_is_still_missing
{
    public static TheoryData<Measurement, Comparison, double, double, string> Leaves => new()
    {
        { Measurement.Count, Comparison.AtLeast, 3, 1, "“login” 2 more times" },
        { Measurement.Count, Comparison.AtLeast, 3, 2, "“login” 1 more time" },
        { Measurement.Count, Comparison.AtLeast, 2.5, 1, "“login” 2 more times" },
        { Measurement.Count, Comparison.MoreThan, 3, 3, "“login” 1 more time" },
        { Measurement.Count, Comparison.MoreThan, 2.5, 2, "“login” 1 more time" },
        { Measurement.Count, Comparison.Exactly, 3, 1, "“login” 2 more times" },
        { Measurement.Count, Comparison.Exactly, 3, 4, "no more of “login” than this: did “login” exactly 3 times, and you have 4" },
        { Measurement.Count, Comparison.AtMost, 3, 4, "no more of “login” than this: did “login” at most 3 times, and you have 4" },
        { Measurement.Sum, Comparison.AtLeast, 50, 19.5, "30.5 more of “amount” over “login”" },
        { Measurement.Sum, Comparison.MoreThan, 50, 50, "more than 0 more of “amount” over “login”" },
        { Measurement.DistinctDays, Comparison.AtLeast, 5, 4, "“login” on 1 more day" },
        { Measurement.StreakDays, Comparison.AtLeast, 5, 2, "“login” on 5 days in a row, of which your longest run has 2" },
    };

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Of_a_leaf_is_what_has_to_be_done(Measurement measure, Comparison op, double value, double actual, string missing) =>
        StillMissing.Of(new Evaluation(false, Leaf(measure, op, (decimal)value, (decimal)actual, met: false))).ShouldBe($"Still missing: {missing}.");

    [Fact]
    public void Of_all_is_each_part_that_is_not_met_and_of_any_one_of_them()
    {
        var (done, one, other) = (Count(1, 1), Count(3, 1), Count(5, 1) with { Fact = "watch" });
        var any = Node() with { Any = [one, other] };

        StillMissing.Of(new Evaluation(false, Node() with { All = [done, any, one] }))
            .ShouldBe("Still missing: (“login” 2 more times or “watch” 4 more times) and “login” 2 more times.");
    }

    [Fact]
    public void Of_what_must_not_hold_is_said_as_it_is()
    {
        var not = Node() with { Not = Count(2, 3) };

        StillMissing.Of(new Evaluation(false, not)).ShouldBe("Still missing: that this does not hold: you did “login” at least 2 times.");
    }

    [Fact]
    public void Is_nothing_for_who_is_eligible()
    {
        StillMissing.Of(new Evaluation(true, Count(1, 1))).ShouldBeNull();
        StillMissing.Of(new Evaluation(true, null)).ShouldBeNull();
    }

    private static EvaluatedCondition Count(decimal value, decimal actual) => Leaf(Measurement.Count, Comparison.AtLeast, value, actual, met: actual >= value);

    private static EvaluatedCondition Leaf(Measurement measure, Comparison op, decimal value, decimal actual, bool met) =>
        new(null, null, null, "login", measure, measure == Measurement.Sum ? "amount" : null, null, op, value, met, actual);

    private static EvaluatedCondition Node() => new(null, null, null, null, null, null, null, null, null, Met: false, null);
}
