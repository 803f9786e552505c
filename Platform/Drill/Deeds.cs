using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts.Events;

namespace Platform.Drill;

/// <summary>What a user must have done to meet a condition.</summary>
internal static class Deeds
{
    /// <summary>The same deed is not asked for oftener.</summary>
    private const int Most = 1000;

    /// <returns>Activities as for <c>POST /activities</c>, without a user and a key; none for what must not be done.</returns>
    public static IReadOnlyList<JsonObject> For(Condition? condition, DateTimeOffset now) =>
        (condition?.All ?? condition?.Any) is { } parts ? [.. parts.SelectMany(part => For(part, now))]
        : condition?.Fact is { } fact ? ForLeaf(fact, condition, now)
        : [];

    private static IReadOnlyList<JsonObject> ForLeaf(string fact, Condition leaf, DateTimeOffset now)
    {
        var needed = Needed(leaf);
        return needed <= 0 ? [] : leaf.Measure switch
        {
            Measurement.Sum => [Deed(fact, leaf, now, needed)],
            Measurement.Count => [.. Times(needed).Select(_ => Deed(fact, leaf, now))],
            Measurement.DistinctDays or Measurement.StreakDays => [.. Times(needed).Select(day => Deed(fact, leaf, now.AddDays(-day)))],
            null => throw new InvalidOperationException("A leaf has no measure."),
            _ => throw new UnreachableException(),
        };
    }

    private static decimal Needed(Condition leaf) => leaf.Op switch
    {
        Comparison.AtLeast or Comparison.Exactly => leaf.Value ?? 0,
        Comparison.MoreThan => leaf.Value + 1 ?? 0,
        Comparison.AtMost or Comparison.LessThan => 0,
        null => throw new InvalidOperationException("A leaf has no operator."),
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<int> Times(decimal needed) => Enumerable.Range(0, (int)Math.Min(Most, decimal.Ceiling(needed)));

    private static JsonObject Deed(string fact, Condition leaf, DateTimeOffset at, decimal? amount = null)
    {
        var data = leaf.Where is null ? [] : JsonSerializer.SerializeToNode(leaf.Where)!.AsObject();
        if (amount is { } sum)
        {
            data[leaf.Field!] = sum;
        }

        return new JsonObject { ["type"] = fact, ["occurredAt"] = at.ToString("O", CultureInfo.InvariantCulture), ["data"] = data };
    }
}
