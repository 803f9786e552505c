namespace Http.Tokens;

/// <summary>The permission that guards a route, for its description.</summary>
/// <param name="ForOthers">Whether callers do without it for what is their own.</param>
public sealed record RoutePermission(string Name, bool ForOthers = false);
