namespace Http.Problems;

/// <summary>The codes, of rules, with which a route may refuse: for the API description.</summary>
/// <param name="Status">Null for the usual ones of the codes.</param>
public sealed record Refusals(IReadOnlyList<string> Codes, int? Status = null);

public static class RefusalsExtensions
{
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params string[] codes) => route.WithMetadata(new Refusals(codes));

    /// <summary>Where a code has another status than elsewhere.</summary>
    public static RouteHandlerBuilder RefusesAs(this RouteHandlerBuilder route, int status, params string[] codes) =>
        route.WithMetadata(new Refusals(codes, status));
}
