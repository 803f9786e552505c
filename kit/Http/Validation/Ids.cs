using System.Diagnostics.CodeAnalysis;

namespace Http.Validation;

/// <summary>
/// Ids as the API takes them: 36 characters, in either case. The runtime takes more for a UUID, blanks and signs included;
/// here a thing has one spelling.
/// </summary>
public static class Ids
{
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && id.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);

    public static void AddIds(this WebApplicationBuilder builder) =>
        builder.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<IdConstraint>("guid"));
}

/// <summary>What <c>{id:guid}</c> means in a route.</summary>
internal sealed class IdConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Ids.TryParse(values[routeKey]?.ToString(), out _);
}
