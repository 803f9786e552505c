using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bench.Load;
using Bench.Measures;
using Spectre.Console;
using Testing.Processes;

namespace Bench.Scenarios;

/// <summary>Tables on standard output, and every round as JSON under bench/results/.</summary>
internal static class Report
{
    private const double BytesPerKilobyte = 1000;
    private const int WidthOfFiles = 160;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Medians of the rounds by subject, in the order of their first rounds.</summary>
    public static void Print(IReadOnlyList<Round> rounds)
    {
        var subjects = rounds.GroupBy(round => round.Subject).ToList();
        Print(Speeds(subjects));
        if (subjects.Count > 1)
        {
            Print(Ratios("calls/s, row : column", subjects, r => r.CallsPerSecond));
            Print(Ratios("CPU a call, row : column", subjects, r => r.ProcessorMilliseconds));
        }

        Print(Costs(subjects));
        Print(Processors(subjects));
    }

    /// <summary>Of what was measured once, with its quantiles.</summary>
    public static void PrintQuantiles(IEnumerable<(string Name, string Note, Quantiles? Quantiles)> rows)
    {
        var table = new Table().AddColumns("ms", "", "count", "p50", "p90", "p95", "p99", "p99.9", "max");
        foreach (var (name, note, q) in rows.Where(row => row.Quantiles is not null))
        {
            table.AddRow(name, note, $"{q!.Count}", Ms(q.P50), Ms(q.P90), Ms(q.P95), Ms(q.P99), Ms(q.P999), Ms(q.Max));
        }

        Print(table);
    }

    public static void Print(Table table)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfFiles;
        }

        AnsiConsole.Write(table);
    }

    public static Task Write(string scenario, Settings settings, IReadOnlyList<Round> rounds) =>
        Write(scenario, settings with { Trees = [.. settings.Trees.Select(tree => tree with { Root = "" })] }, (object)rounds);

    /// <param name="settings">Without paths of this machine.</param>
    public static async Task Write(string scenario, object settings, object rounds)
    {
        var now = TimeProvider.System.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results"));
        var file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{scenario}.json"));
        var run = new
        {
            Scenario = scenario,
            At = now,
            Machine = new { Environment.ProcessorCount, Os = RuntimeInformation.OSDescription, Runtime = RuntimeInformation.FrameworkDescription },
            Settings = settings,
            Rounds = rounds,
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(run, Json) + "\n");
        Progress.Say($"written to {Path.GetRelativePath(Repository.Root, file)}");
    }

    private static Table Speeds(List<IGrouping<string, Round>> subjects)
    {
        var table = new Table().AddColumns("medians", "rounds", "calls/s", "least to most", "CPU ms a call", "errors", "others' cores");
        foreach (var subject in subjects)
        {
            table.AddRow(
                subject.Key,
                $"{subject.Count()}",
                $"{Median(subject, r => r.CallsPerSecond):F0}",
                $"{subject.Min(r => r.CallsPerSecond):F0} to {subject.Max(r => r.CallsPerSecond):F0}",
                $"{Median(subject, r => r.ProcessorMilliseconds):F2}",
                $"{subject.Sum(r => r.Errors)}",
                $"{Median(subject, r => r.Cost.OtherProcessorSeconds / r.Seconds):F2}");
        }

        return table;
    }

    private static Table Ratios(string title, List<IGrouping<string, Round>> subjects, Func<Round, double> figure)
    {
        var table = new Table().AddColumns([title, .. subjects.Select(subject => subject.Key)]);
        foreach (var subject in subjects)
        {
            table.AddRow([subject.Key, .. subjects.Select(other => Ratio(subject, other, figure))]);
        }

        return table;
    }

    private static Table Costs(List<IGrouping<string, Round>> subjects)
    {
        var table = new Table().AddColumns("a call", "messages", "confirmed", "commits", "transactions", "WAL flushes", "WAL kB", "answer p50", "p99", "end p50", "p99 ms");
        foreach (var subject in subjects)
        {
            table.AddRow(
                subject.Key,
                Count(subject, CountNames.Messages),
                Count(subject, CountNames.ConfirmedMessages),
                Count(subject, CountNames.Commits),
                Count(subject, CountNames.Transactions),
                Count(subject, CountNames.Flushes),
                Count(subject, CountNames.WalBytes, BytesPerKilobyte),
                Ms(subject, r => r.Answers?.P50),
                Ms(subject, r => r.Answers?.P99),
                Ms(subject, r => r.Ends?.P50),
                Ms(subject, r => r.Ends?.P99));
        }

        return table;
    }

    private static Table Processors(List<IGrouping<string, Round>> subjects)
    {
        var programs = subjects.SelectMany(s => s).SelectMany(r => r.Cost.ProcessorSeconds.Keys).Distinct().Order(StringComparer.Ordinal)
            .Where(program => subjects.Exists(s => Milliseconds(s, program) >= 0.005)).ToList();
        var table = new Table().AddColumns(["CPU ms a call, peak MB", .. programs]);
        foreach (var subject in subjects)
        {
            table.AddRow([subject.Key, .. programs.Select(program => $"{Milliseconds(subject, program):F2}, {Median(subject, r => r.Cost.PeakMegabytes.GetValueOrDefault(program)):F0}")]);
        }

        return table;

        static double Milliseconds(IEnumerable<Round> rounds, string program) =>
            Median(rounds, r => r.Cost.ProcessorSeconds.GetValueOrDefault(program) * 1000 / r.Calls);
    }

    private static string Count(IEnumerable<Round> rounds, string name, double unit = 1) =>
        rounds.All(r => r.Cost.Counts.ContainsKey(name)) ? $"{Median(rounds, r => r.Cost.Counts[name] / unit / r.Calls):F1}" : "";

    /// <summary>The median of the ratios of the rounds that were measured one after the other.</summary>
    private static string Ratio(IEnumerable<Round> rounds, IEnumerable<Round> others, Func<Round, double> figure)
    {
        var ratios = rounds.Select(figure).Zip(others.Select(figure), (one, other) => one / other);
        return $"{Medians.Of(ratios):F2}";
    }

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> figure) => Medians.Of(rounds.Select(figure));

    private static string Ms(IEnumerable<Round> rounds, Func<Round, double?> figure) =>
        rounds.All(r => figure(r) is not null) ? Ms(Median(rounds, r => figure(r)!.Value)) : "";

    private static string Ms(double milliseconds) => milliseconds.ToString("F1", CultureInfo.InvariantCulture);
}
