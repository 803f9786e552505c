using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Messaging.Client;

/// <summary>The platform refused a call. <see cref="Code"/> is stable, for programs (<see cref="Codes"/>); the message is its own sentence.</summary>
public class MessagingException(string code, string message) : Exception(message)
{
    public string Code => code;
}

/// <summary>A refusal over HTTP, as its problem details say it.</summary>
public sealed class ProblemException : MessagingException
{
    internal const string NoCode = "NO_PROBLEM_DETAILS";

    private ProblemException(string code, string message, HttpStatusCode status) : base(code, message) => Status = status;

    public HttpStatusCode Status { get; }

    /// <summary>For the operators of the platform, who find the call by it.</summary>
    public string? TraceId { get; private init; }

    /// <summary>With VALIDATION_FAILED: what is wrong with each field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; private init; } = new Dictionary<string, string[]>();

    /// <summary>When it is worth trying again, where the platform says so.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>All that was answered, such as <c>nextAt</c> with CLAIM_LIMIT_REACHED and <c>evaluation</c> with NOT_ELIGIBLE.</summary>
    public JsonElement Details { get; private init; }

    internal static ProblemException Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        var details = Parse(body);
        var status = response.StatusCode;
        return new ProblemException(Text(details, "code") ?? NoCode, Text(details, "detail") ?? Text(details, "title") ?? $"{(int)status} {response.ReasonPhrase}", status)
        {
            TraceId = Text(details, "traceId"),
            Errors = ErrorsOf(details),
            RetryAfter = Wait(response.Headers.RetryAfter, now),
            Details = details,
        };
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, DateTimeOffset now) =>
        header?.Delta ?? (header?.Date is { } date ? date > now ? date - now : TimeSpan.Zero : null);

    private static string? Text(JsonElement details, string name) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Of another shape they are somebody else's: none.</summary>
    private static Dictionary<string, string[]> ErrorsOf(JsonElement details)
    {
        try
        {
            return details.ValueKind == JsonValueKind.Object && details.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
                ? errors.Deserialize<Dictionary<string, string[]>>() ?? []
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>What stands between may answer with a page of its own.</summary>
    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
