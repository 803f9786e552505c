using System.Globalization;
using System.Text.Json;
using Contracts;
using Contracts.Campaigns;
using Texts;

namespace CampaignService.Platforms;

/// <summary>Reads <c>{items: [{id, name, status, metrics, updatedAt}], nextCursor | null}</c>, and says what is wrong with it.</summary>
internal static class CampaignPage
{
    private const int MostName = 500;
    private const int MostStatus = 50;
    private const int MostMetrics = 50;
    private const int MostMetricName = 100;
    private const int MostCursor = 2000;
    private const int MostLevels = 8;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = MostLevels };

    public static PageOutcome Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Bounded);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new PageOutcome.BadAnswer("It is no JSON.");
        }
        catch (InvalidOperationException)
        {
            return new PageOutcome.BadAnswer("It has a text that is not valid Unicode.");
        }
    }

    private static PageOutcome Read(JsonElement page)
    {
        if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("items", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return new PageOutcome.BadAnswer("It has no items.");
        }

        string? next = null;
        if (page.TryGetProperty("nextCursor", out var cursor) && cursor.ValueKind != JsonValueKind.Null)
        {
            next = cursor.ValueKind == JsonValueKind.String ? cursor.GetString() : "";
            if (next!.Length is 0 or > MostCursor)
            {
                return new PageOutcome.BadAnswer($"nextCursor is no text of 1 to {MostCursor} characters.");
            }
        }

        var items = new Dictionary<string, PlatformCampaign>(list.GetArrayLength(), StringComparer.Ordinal);
        foreach (var (i, json) in list.EnumerateArray().Index())
        {
            var fault = Read(json, out var campaign);
            if (fault is not null)
            {
                return new PageOutcome.BadAnswer(string.Create(CultureInfo.InvariantCulture, $"Of items[{i}], {fault}"));
            }

            items[campaign!.Id] = campaign;
        }

        return new PageOutcome.Page([.. items.Values], next);
    }

    /// <returns>What is wrong with it; null when nothing is.</returns>
    private static string? Read(JsonElement json, out PlatformCampaign? campaign)
    {
        campaign = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return "nothing is an object.";
        }

        if (Text(json, "id") is not { } id || !Characters.Identify(id, CampaignReference.MostCampaignId))
        {
            return $"id {FieldFaults.IdentifierRule(CampaignReference.MostCampaignId)}";
        }

        if (Text(json, "name") is not { } name || Characters.Count(name) > MostName)
        {
            return $"name is a text of at most {MostName} characters.";
        }

        if (Text(json, "status") is not { } status || !Characters.Identify(status, MostStatus))
        {
            return $"status {FieldFaults.IdentifierRule(MostStatus)}";
        }

        if (!json.TryGetProperty("updatedAt", out var updated) || updated.ValueKind != JsonValueKind.String || !updated.TryGetDateTimeOffset(out var updatedAt))
        {
            return "updatedAt is a time such as 2030-01-31T12:00:00Z.";
        }

        if (Metrics(json) is not { } metrics)
        {
            return $"metrics is an object of at most {MostMetrics} names, each with {ExactNumber.Rule}.";
        }

        campaign = new PlatformCampaign(Composed.Of(id), name, status, metrics, updatedAt.ToUniversalTime());
        return null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { } value && !value.Contains('\0', StringComparison.Ordinal)
            ? value
            : null;

    private static Dictionary<string, decimal>? Metrics(JsonElement json)
    {
        if (!json.TryGetProperty("metrics", out var given) || given.ValueKind != JsonValueKind.Object || given.GetPropertyCount() > MostMetrics)
        {
            return null;
        }

        var metrics = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var metric in given.EnumerateObject())
        {
            if (!Characters.Identify(metric.Name, MostMetricName) || !ExactNumber.TryRead(metric.Value, out var number))
            {
                return null;
            }

            metrics[metric.Name] = number;
        }

        return metrics;
    }
}
