using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Http.Problems;

/// <summary>The answer when there is no success: problem details with a stable code and a sentence that says what to do.</summary>
/// <param name="data">What the code promises besides; each entry becomes a member.</param>
/// <param name="status">Null for the usual one of the code.</param>
public sealed class Problem(
    string code,
    string detail,
    IReadOnlyDictionary<string, string[]>? errors = null,
    IReadOnlyDictionary<string, JsonElement>? data = null,
    int? status = null) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>The member of a refusal's data that says how many seconds to wait.</summary>
    private const string RetryAfter = "retryAfter";

    private const int LongestName = 100;

    public static readonly Problem NotFound = new("NOT_FOUND", "There is nothing here that you may see: check the path and the id.");

    public string Code => code;

    /// <summary>The same, where a code has another status than elsewhere.</summary>
    public Problem WithStatus(int other) => new(code, detail, errors, data, other);

    /// <summary>The data of a problem that says in how many seconds to come again, in the body and as Retry-After.</summary>
    public static Dictionary<string, JsonElement> RetryIn(TimeSpan wait) => new() { [RetryAfter] = JsonSerializer.SerializeToElement((int)Math.Ceiling(wait.TotalSeconds)) };

    /// <summary>A name that the caller made up, as it is said back to him.</summary>
    public static string Shown(string name) => name.Length <= LongestName
        ? name
        : $"{name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)]}…";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status ?? httpContext.RequestServices.GetRequiredService<ProblemCodes>().StatusOf(code);
        if (data?.GetValueOrDefault(RetryAfter) is { ValueKind: JsonValueKind.Number } seconds)
        {
            response.Headers.RetryAfter = seconds.GetRawText();
        }

        await response.WriteAsJsonAsync(Details(httpContext, response.StatusCode), options: null, ContentType, httpContext.RequestAborted);
    }

    private ProblemDetails Details(HttpContext httpContext, int statusCode)
    {
        var details = new ProblemDetails
        {
            Type = $"urn:problem:{code.ToLowerInvariant().Replace('_', '-')}",
            Title = $"{code[0]}{code[1..].ToLowerInvariant().Replace('_', ' ')}",
            Status = statusCode,
            Detail = detail,
        };
        foreach (var (name, value) in data ?? new Dictionary<string, JsonElement>())
        {
            details.Extensions[name] = value;
        }

        details.Extensions["code"] = code;
        details.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier;
        if (errors is not null)
        {
            details.Extensions["errors"] = errors;
        }

        return details;
    }
}
