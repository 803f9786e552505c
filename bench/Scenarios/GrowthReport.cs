using System.Globalization;
using Bench.Measures;
using Spectre.Console;

namespace Bench.Scenarios;

internal sealed record Answered(string Name, Quantiles Milliseconds);

/// <param name="Answer">As it came.</param>
internal sealed record GrowthCheck(string Path, double Seconds, string Answer);

/// <summary>What was measured over one state of the stores.</summary>
internal sealed record GrowthStep(IReadOnlyList<Answered> Answers, IReadOnlyList<GrowthCheck> Checks);

internal static class GrowthReport
{
    private const double Allowed = 1.5;

    public static void Print(GrowthStep small, GrowthStep filled)
    {
        var table = new Table().AddColumns("ms, one at a time", "small p50", "p95", "filled p50", "p95", "ratio of p50", "");
        foreach (var (before, after) in small.Answers.Zip(filled.Answers))
        {
            var ratio = after.Milliseconds.P50 / before.Milliseconds.P50;
            table.AddRow(
                after.Name,
                Ms(before.Milliseconds.P50),
                Ms(before.Milliseconds.P95),
                Ms(after.Milliseconds.P50),
                Ms(after.Milliseconds.P95),
                ratio.ToString("F2", CultureInfo.InvariantCulture),
                ratio > Allowed ? "over" : "");
        }

        Report.Print(table);
        foreach (var check in filled.Checks)
        {
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{check.Path} took {check.Seconds:F1} s: {check.Answer}"));
        }
    }

    private static string Ms(double milliseconds) => milliseconds.ToString("F1", CultureInfo.InvariantCulture);
}
