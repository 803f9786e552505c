namespace Http.Problems;

/// <summary>The codes, of rules, with which a route may refuse: for the API description.</summary>
public sealed record Refusals(IReadOnlyList<string> Codes);

public static class RefusalsExtensions
{
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params string[] codes) => route.WithMetadata(new Refusals(codes));
}
