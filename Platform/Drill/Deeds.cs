using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Drill;

/// <summary>What a user must have done to meet a condition.</summary>
internal static class Deeds
{
    /// <summary>The same deed is not asked for oftener.</summary>
    private const int Most = 1000;

    /// <returns>Activities as for <c>POST /activities</c>, without a user and a key; none for what must not be done.</returns>
    public static IReadOnlyList<JsonObject> For(JsonNode? condition, DateTimeOffset now) => condition switch
    {
        JsonObject node when (node["all"] ?? node["any"]) is JsonArray parts => [.. parts.SelectMany(part => For(part, now))],
        JsonObject node when node["fact"] is not null => ForLeaf(node, now),
        _ => [],
    };

    private static IReadOnlyList<JsonObject> ForLeaf(JsonObject leaf, DateTimeOffset now)
    {
        var value = (decimal)leaf["value"]!;
        var needed = leaf["op"]!.ToString() switch
        {
            ">=" or "==" => value,
            ">" => value + 1,
            _ => 0,
        };
        if (needed <= 0)
        {
            return [];
        }

        if (leaf["measure"]!.ToString() == "SUM")
        {
            return [Deed(leaf, now, needed)];
        }

        var days = leaf["measure"]!.ToString() is "DISTINCT_DAYS" or "STREAK_DAYS";
        return [.. Enumerable.Range(0, (int)Math.Min(Most, decimal.Ceiling(needed))).Select(i => Deed(leaf, days ? now.AddDays(-i) : now, null))];
    }

    private static JsonObject Deed(JsonObject leaf, DateTimeOffset at, decimal? amount)
    {
        var data = leaf["where"]?.DeepClone().AsObject() ?? [];
        if (amount is { } sum)
        {
            data[leaf["field"]!.ToString()] = sum;
        }

        return new JsonObject { ["type"] = leaf["fact"]!.ToString(), ["occurredAt"] = at.ToString("O", CultureInfo.InvariantCulture), ["data"] = data };
    }
}
