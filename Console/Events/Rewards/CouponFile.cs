using System.Text;

namespace OperatorsConsole.Events.Rewards;

/// <summary>What is wrong with a line of a file. Line: counted from 1.</summary>
public sealed record LineFault(int Line, string Text, string What);

/// <summary>Coupon codes from a CSV file: the first column of each line, with or without a heading <c>code</c>.</summary>
public sealed record CouponFile(IReadOnlyList<string> Codes, IReadOnlyList<LineFault> Faults)
{
    public const int Most = 100_000;

    /// <summary>What the API takes with one reward.</summary>
    public const long LongestFile = 4 * 1024 * 1024;

    private const int LongestCode = 100;
    private const int Step = 2_000;

    /// <param name="read">Told how many lines were read, now and then.</param>
    public static async Task<CouponFile> Read(Stream stream, Func<int, Task> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var codes = new List<string>();
        var faults = new List<LineFault>();
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
        {
            var code = FirstColumn(text);
            if (code.Length == 0 || (line == 1 && code.Equals("code", StringComparison.OrdinalIgnoreCase)))
            {
                // A heading, or a line that says nothing.
            }
            else if (FaultOf(code, lines) is { } fault)
            {
                faults.Add(new LineFault(line, code.Length > LongestCode ? code[..LongestCode] : code, fault));
            }
            else
            {
                lines.Add(code.Normalize(), line);
                codes.Add(code);
            }

            if (line % Step == 0)
            {
                await read(line);
            }
        }

        if (codes.Count > Most)
        {
            faults.Add(new LineFault(Most + 1, "", $"A reward has at most {Most} codes; this file has {codes.Count}."));
        }

        return new CouponFile(codes, faults);
    }

    private static string? FaultOf(string code, Dictionary<string, int> lines) =>
        code.Length > LongestCode ? $"is longer than {LongestCode} characters"
        : code.Any(char.IsControl) ? "has a control character"
        : lines.TryGetValue(code.Normalize(), out var before) ? $"is the code of line {before}"
        : null;

    private static string FirstColumn(string line)
    {
        var text = line.TrimStart('\uFEFF').Trim();
        if (!text.StartsWith('"'))
        {
            return text.Split([',', ';', '\t'], 2)[0].Trim();
        }

        var end = 1;
        while (end < text.Length && (text[end] != '"' || (end + 1 < text.Length && text[end + 1] == '"')))
        {
            end += text[end] == '"' ? 2 : 1;
        }

        return text[1..Math.Min(end, text.Length)].Replace("\"\"", "\"", StringComparison.Ordinal).Trim();
    }
}
