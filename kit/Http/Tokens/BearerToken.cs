namespace Http.Tokens;

public static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>What will be checked as a token; null when there is none.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
