namespace Http.Tokens;

/// <summary>Marks a route for another server, which brings a key of its own in place of a token; it is compared ahead of all else that the request says.</summary>
/// <param name="Name">Of the header or of the query parameter.</param>
public sealed record OwnKey(string Name, bool IsInQuery = false);
