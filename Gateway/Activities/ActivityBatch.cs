using System.Text.Json;
using Contracts.Activities;

namespace Gateway.Activities;

/// <summary>The body of POST /activities: one activity or an array of them, taken whole or not at all.</summary>
internal static class ActivityBatch
{
    private const int Most = 1000;

    /// <exception cref="BadHttpRequestException">It is not JSON, or not of the expected types.</exception>
    public static (IReadOnlyList<Activity> Activities, Problem? Problem) Read(ReadOnlyMemory<byte> json, JsonSerializerOptions options, DateTimeOffset now)
    {
        var faults = new Faults(now);
        var bodies = Parse(json, options, out var isArray);
        if (bodies.Count is 0 or > Most)
        {
            return ([], faults.Add("activities", $"are 1 to {Most} at once.").ToProblem());
        }

        for (var i = 0; i < bodies.Count; i++)
        {
            var prefix = isArray ? $"[{i}]" : null;
            if (bodies[i] is { } body)
            {
                body.Check(prefix is null ? faults : faults.Within($"{prefix}."));
            }
            else
            {
                faults.Add(prefix ?? "activities", "is not null.");
            }
        }

        return faults.ToProblem() is { } problem ? ([], problem) : ([.. bodies.Select(body => body!.ToContract())], null);
    }

    private static List<ActivityBody?> Parse(ReadOnlyMemory<byte> json, JsonSerializerOptions options, out bool isArray)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            isArray = reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            return isArray
                ? JsonSerializer.Deserialize<List<ActivityBody?>>(json.Span, options) ?? []
                : [JsonSerializer.Deserialize<ActivityBody>(json.Span, options)];
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body is not JSON.", StatusCodes.Status400BadRequest, e);
        }
    }
}
