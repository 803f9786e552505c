using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Access;

/// <summary>The permissions that there are, and those of each role.</summary>
internal sealed record PermissionsResponse(IReadOnlyList<string> Permissions, IReadOnlyDictionary<string, IReadOnlyList<string>> Roles);

internal static class ListPermissionsRoute
{
    private static readonly PermissionsResponse Answer = new(
        Permissions.All, Enum.GetValues<Role>().ToDictionary(role => Words.Write(role), Permissions.Of));

    public static void Map(RouteGroupBuilder api) => api.MapGet("/permissions", Handle)
        .WithTags("Accounts").WithName("ListPermissions").WithSummary("The permissions that there are, and those of each role")
        .WithMetadata(new OpenToOtherTokens());

    private static Ok<PermissionsResponse> Handle() => TypedResults.Ok(Answer);
}
