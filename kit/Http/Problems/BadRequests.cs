using System.Text.Json;

namespace Http.Problems;

/// <summary>Bodies that cannot be read, as problems.</summary>
public static class BadRequests
{
    public static Problem ToProblem(this BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => StatusProblems.Of(StatusCodes.Status408RequestTimeout),
        StatusCodes.Status413PayloadTooLarge => StatusProblems.Of(StatusCodes.Status413PayloadTooLarge),
        StatusCodes.Status415UnsupportedMediaType => StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType),
        _ when exception.InnerException is JsonException json => Malformed(json),
        _ => new Problem("MALFORMED_JSON", "Send a body: one JSON value, encoded in UTF-8, as the API description shows it."),
    };

    private static Problem Malformed(JsonException exception)
    {
        var path = exception.Path is { Length: > 0 } given ? Problem.Shown(given) : "$";
        var line = (exception.LineNumber ?? 0) + 1;
        var detail = $"The body is not the JSON that is expected here: see {path}, line {line}. Correct syntax and type, and name each field once.";
        return path == "$"
            ? new Problem("MALFORMED_JSON", detail)
            : new Problem("MALFORMED_JSON", detail, new Dictionary<string, string[]> { [path.TrimStart('$', '.')] = ["is not a value of the expected type."] });
    }
}
