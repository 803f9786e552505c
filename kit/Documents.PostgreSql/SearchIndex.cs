using System.Text;

namespace Documents.PostgreSql;

/// <summary>
/// The index by which a part of a text is found: of every run of one to three code points in it. The server makes them of the
/// column, so that no writer, whichever its version, can leave them as they were. (The server's own trigrams leave out what is
/// no letter to the database's locale.)
/// </summary>
internal static class SearchIndex
{
    /// <summary>More of a long part would only be read in vain: what is found is compared with all of it.</summary>
    private const int MostRuns = 32;
    private const int LongestRun = 3;
    private const string Function = "\"engine text runs\"";

    /// <summary>Never to be changed under this name: indexes are made of what it gave.</summary>
    public static readonly string Create =
        $$"""
        create or replace function {{Function}} (t text) returns text[] language sql immutable strict parallel safe as $runs$
            select coalesce(array_agg(distinct substr(t, n, k)), '{}') from generate_series(1, char_length(t)) n, generate_series(1, {{LongestRun}}) k
            where n + k <= char_length(t) + 1
        $runs$;
        """;

    /// <summary>Without a list of pending entries, which every search would read from end to end.</summary>
    public static string On(string column) => $"using gin ({Function}({column})) with (fastupdate = off)";

    /// <param name="column">Quoted.</param>
    /// <param name="runs">The parameter that has them.</param>
    public static string Has(string column, string runs) => $"{Function}({column}) @> {runs}";

    /// <summary>What a text that has this part has in its index, too; nothing for the empty part.</summary>
    public static string[] RunsOf(string part)
    {
        Rune[] points = [.. part.EnumerateRunes()];
        var length = Math.Min(LongestRun, points.Length);
        return length == 0
            ? []
            : [.. Enumerable.Range(0, points.Length - length + 1).Select(n => string.Concat(points.Skip(n).Take(length))).Distinct().Take(MostRuns)];
    }
}
