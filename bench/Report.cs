using Spectre.Console;

namespace Bench;

internal static class Report
{
    public static void Print(IReadOnlyList<RoundResult> results, Options options)
    {
        var table = new Table().AddColumns("target (medians)", "fulfilled/s", "accepted/s", "POST p50 ms", "POST p95 ms");
        foreach (var target in results.GroupBy(result => result.Target))
        {
            table.AddRow(
                target.Key,
                $"{Median(target, r => r.FulfilledPerSecond):F0}",
                $"{Median(target, r => r.AcceptedPerSecond):F0}",
                $"{Median(target, r => r.P50Milliseconds):F1}",
                $"{Median(target, r => r.P95Milliseconds):F1}");
        }

        AnsiConsole.WriteLine($"{options.Requests} requests a round, {options.Concurrency} at a time, {options.Rounds} rounds after a warm-up");
        AnsiConsole.Write(table);
    }

    private static double Median(IEnumerable<RoundResult> results, Func<RoundResult, double> figure)
    {
        var sorted = results.Select(figure).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
