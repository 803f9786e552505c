using Contracts.Users;
using Microsoft.AspNetCore.Authorization;

namespace Gateway.Access;

/// <summary>
/// Who may use a route: who has its one permission, or, where it has none, who is signed in. A service account is nobody whose own
/// anything could be: it needs the permission in every case.
/// </summary>
internal static class Policies
{
    /// <summary>For what users alone do, for themselves.</summary>
    public const string User = "USER";

    public static void AddPolicies(this WebApplicationBuilder builder)
    {
        var policies = builder.Services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(IsUserOrMay).Build())
            .AddPolicy(User, policy => policy.RequireRole(Words.Write(Role.User)));
        foreach (var permission in Permissions.All)
        {
            policies.AddPolicy(permission, policy => policy.RequireAssertion(context => context.User.May(permission)));
        }
    }

    private static bool IsUserOrMay(AuthorizationHandlerContext context)
    {
        if (!context.User.IsService())
        {
            return true;
        }

        var route = (context.Resource as HttpContext)?.GetEndpoint()?.Metadata;
        return route?.GetMetadata<RoutePermission>() is { } permission
            ? context.User.May(permission.Name)
            : route?.GetMetadata<OpenToOtherTokens>() is not null;
    }

    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, string permission) =>
        route.RequireAuthorization(permission).WithMetadata(new RoutePermission(permission));

    /// <summary>For a route whose handler, or the service behind it, lets callers at what is their own, and others with the permission.</summary>
    public static RouteHandlerBuilder NeedsForOthers(this RouteHandlerBuilder route, string permission) =>
        route.WithMetadata(new RoutePermission(permission, ForOthers: true));
}
