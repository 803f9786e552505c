namespace Http.Tokens;

/// <summary>Marks a route for another server, which brings a key of its own in place of a token; its handler compares it.</summary>
/// <param name="Name">Of the header or of the query parameter.</param>
public sealed record OwnKey(string Name, bool IsInQuery = false);
