using BenchmarkDotNet.Attributes;
using Contracts.Events;
using EventService.Conditions;

namespace Micro;

/// <summary>A condition of as many leaves as are allowed, or one, over folded histories of a year.</summary>
public class ConditionEvaluation
{
    private const int Days = 365;

    private static readonly Tally Year = new(
        Days, 1000, Enumerable.Range(0, Days).Where(day => day % 7 != 0).Select(new DateOnly(2026, 1, 1).AddDays).ToHashSet());

    private Condition condition = null!;

    [Params(1, 50)]
    public int Leaves { get; set; }

    [Params(Measurement.Count, Measurement.StreakDays)]
    public Measurement Measure { get; set; }

    [GlobalSetup]
    public void Prepare() => condition = new Condition(All:
    [
        .. Enumerable.Range(1, Leaves).Select(value => new Condition(Fact: "login", Measure: Measure, Op: Comparison.AtLeast, Value: value)),
    ]);

    [Benchmark]
    public bool Evaluate() => ConditionEvaluator.Evaluate(condition, _ => Year).Eligible;
}
