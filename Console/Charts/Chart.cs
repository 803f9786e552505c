namespace OperatorsConsole.Charts;

/// <summary>What a bar is made of, from below.</summary>
/// <param name="Tone">good, bad, waiting or plain: its colour.</param>
public sealed record ChartSeries(string Name, string Tone);

/// <summary>An equal part of a span of time.</summary>
/// <param name="Label">When it begins, in words.</param>
/// <param name="Values">One a series.</param>
/// <param name="IsKnown">False where not all were counted.</param>
public sealed record ChartSlot(string Label, IReadOnlyList<decimal> Values, bool IsKnown = true)
{
    public decimal Height => Values.Sum();
}

public static class Scale
{
    private static readonly int[] Steps = [1, 2, 5, 10];

    /// <summary>The first of 1, 2, 5, 10, 20, 50, ... that is no less; of nothing, 1.</summary>
    public static decimal Above(decimal most)
    {
        if (most <= 0)
        {
            return 1;
        }

        var unit = 1m;
        while (unit <= most / 10)
        {
            unit *= 10;
        }

        while (unit > most)
        {
            unit /= 10;
        }

        // Past the last round number there is none.
        return Steps.Where(times => unit <= decimal.MaxValue / times).Select(times => unit * times).FirstOrDefault(step => step >= most, decimal.MaxValue);
    }
}
