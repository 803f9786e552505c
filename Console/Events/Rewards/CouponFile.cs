using System.Text;

namespace OperatorsConsole.Events.Rewards;

/// <summary>What is wrong with a line of a file. Line: counted from 1.</summary>
public sealed record LineFault(int Line, string Text, string What);

/// <summary>Coupon codes from a CSV file: the first column of each line, with or without a heading <c>code</c>.</summary>
/// <param name="Faults">The first of them.</param>
public sealed record CouponFile(IReadOnlyList<string> Codes, IReadOnlyList<LineFault> Faults, int FaultCount)
{
    public const int Most = 100_000;

    /// <summary>What the API takes with one reward.</summary>
    public const long LongestFile = 4 * 1024 * 1024;

    /// <summary>Who mends a file begins with these.</summary>
    public const int MostFaults = 50;

    private const int LongestCode = 100;
    private const int Step = 2_000;

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>What stands for bytes that are no UTF-8.</summary>
    private const char Undecodable = '\uFFFD';

    /// <param name="read">Told how many lines were read, now and then.</param>
    public static async Task<CouponFile> Read(Stream stream, Func<int, Task> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var codes = new List<string>();
        var faults = new List<LineFault>();
        var faultCount = 0;
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
        {
            var (code, broken) = FirstColumn(text);
            if (broken is null && (code.Length == 0 || (line == 1 && code.Equals("code", StringComparison.OrdinalIgnoreCase))))
            {
                // A heading, or a line that says nothing.
            }
            else if (codes.Count == Most)
            {
                Add(line, code, $"A reward has at most {Most} codes; nothing was read from here on.");
                break;
            }
            else if ((text.Contains(Undecodable) ? "is not written in UTF-8" : broken ?? FaultOf(code, lines)) is { } fault)
            {
                Add(line, code, fault);
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

        return new CouponFile(codes, faults, faultCount);

        void Add(int line, string code, string fault)
        {
            faultCount++;
            if (faults.Count < MostFaults)
            {
                faults.Add(new LineFault(line, code.Length > LongestCode ? code[..LongestCode] : code, fault));
            }
        }
    }

    private static string? FaultOf(string code, Dictionary<string, int> lines) =>
        code.Length > LongestCode ? $"is longer than {LongestCode} characters"
        : code.Any(char.IsControl) ? "has a control character"
        : lines.TryGetValue(code.Normalize(), out var before) ? $"is the code of line {before}"
        : null;

    private static (string Code, string? Fault) FirstColumn(string line)
    {
        var text = line.TrimStart('\uFEFF').Trim();
        if (!text.StartsWith('"'))
        {
            return (text.Split(Separators, 2)[0].Trim(), null);
        }

        var end = 1;
        while (end < text.Length && (text[end] != '"' || (end + 1 < text.Length && text[end + 1] == '"')))
        {
            end += text[end] == '"' ? 2 : 1;
        }

        var code = text[1..Math.Min(end, text.Length)].Replace("\"\"", "\"", StringComparison.Ordinal).Trim();
        var rest = end < text.Length ? text[(end + 1)..].TrimStart(' ') : null;
        return (code, rest is null ? "has a quote that is not closed" : rest.Length > 0 && !Separators.Contains(rest[0]) ? "has text behind its quotes" : null);
    }
}
