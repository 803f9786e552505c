using System.Security.Claims;

namespace Http.Tokens;

/// <summary>Tokens of another kind, taken wherever an access token is, and told by how they begin.</summary>
/// <param name="Description">For the API description.</param>
/// <param name="Reason">Why one is refused, for the security log: a constant word.</param>
/// <param name="Authenticate">Whose it is; null when it does not count. Throws <see cref="Problems.UnavailableException"/> when nobody knows.</param>
public sealed record OtherTokens(string Prefix, string Description, string Reason, Func<HttpContext, string, Task<ClaimsPrincipal?>> Authenticate)
{
    /// <summary>The scheme of who comes with one.</summary>
    public const string Scheme = "ServiceKey";
}

/// <summary>Marks a route that needs no permission and lets in callers with tokens of another kind all the same.</summary>
public sealed record OpenToOtherTokens;
