namespace Http.Tokens;

public static class QueryTokens
{
    private const string Parameter = "access_token";

    /// <summary>
    /// Takes an access token in the query as if it had come in the header, which a browser cannot set for a WebSocket, and takes it out
    /// of the query, so that nothing after this passes it on or writes it down.
    /// </summary>
    public static void UseQueryTokens(this WebApplication app, PathString path) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase) && request.Query.TryGetValue(Parameter, out var tokens))
        {
            if (request.Headers.Authorization.Count == 0)
            {
                request.Headers.Authorization = $"Bearer {tokens}";
            }

            request.QueryString = QueryString.Create(request.Query.Where(pair => !pair.Key.Equals(Parameter, StringComparison.OrdinalIgnoreCase)));
        }

        return next(context);
    });
}
