namespace Http.Tokens;

/// <summary>Marks a route that judges its caller itself: by a token, or by something else that the request brings.</summary>
/// <param name="Description">Who may call, for the API description.</param>
/// <param name="IsOther">Whether the request brings something else, and so needs no token.</param>
public sealed record TokenOrOther(string Description, Func<HttpRequest, bool> IsOther);
