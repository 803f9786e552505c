using System.Security.Claims;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;

namespace Gateway.Connections;

/// <summary>
/// Routes that stand under a user and under a team. One's own are open to the user himself and to members of the team, of whom OWNER and ADMIN
/// change; of others, to who has the permission.
/// </summary>
internal static class OwnerRoutes
{
    private static readonly Problem NotManaging = new(Codes.Forbidden, "OWNER and ADMIN of the team may do this.");

    public static RouteGroupBuilder MapOwner(this RouteGroupBuilder api, OwnerKind kind) =>
        api.MapGroup(kind == OwnerKind.User ? "/users/{id:guid}" : "/teams/{id:guid}").WithTags("Connections").WithMetadata(new OwnedBy(kind));

    public static RouteHandlerBuilder ReadsOfOwner(this RouteHandlerBuilder route) =>
        route.NeedsForOthers(Permissions.CampaignsRead).AddEndpointFilter(Checked(Permissions.CampaignsRead, changes: false)).Refuses(Codes.NotFound);

    public static RouteHandlerBuilder ChangesOfOwner(this RouteHandlerBuilder route) =>
        route.NeedsForOthers(Permissions.CampaignsWrite).AddEndpointFilter(Checked(Permissions.CampaignsWrite, changes: true)).Refuses(Codes.NotFound, Codes.Forbidden);

    /// <param name="id">Of the route.</param>
    public static Owner Owner(this HttpContext context, Guid id) => new(KindOf(context), id);

    /// <summary>Where only the answer says whose it is: null when the caller may read it.</summary>
    public static Task<Problem?> MayReadOf(this ServiceClient services, Owner owner, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        Judge(owner, caller, services, Permissions.CampaignsRead, changes: false, cancellationToken);

    private static OwnerKind KindOf(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<OwnedBy>().Kind;

    private static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Checked(string permission, bool changes) => async (invocation, next) =>
    {
        var context = invocation.HttpContext;
        var owner = context.Owner(invocation.GetArgument<Guid>(0));
        var services = context.RequestServices.GetRequiredService<ServiceClient>();
        return await Judge(owner, context.User, services, permission, changes, context.RequestAborted) ?? await next(invocation);
    };

    private static Task<Problem?> Judge(
        Owner owner, ClaimsPrincipal caller, ServiceClient services, string permission, bool changes, CancellationToken cancellationToken) => owner.Kind switch
    {
        OwnerKind.User => OfUser(owner.Id, caller, services, permission, changes, cancellationToken),
        OwnerKind.Team => OfTeam(owner.Id, caller, services, permission, changes, cancellationToken),
        var other => throw new System.Diagnostics.UnreachableException($"{other} owns nothing."),
    };

    private static async Task<Problem?> OfUser(
        Guid id, ClaimsPrincipal caller, ServiceClient services, string permission, bool changes, CancellationToken cancellationToken)
    {
        if (!caller.IsService() && caller.Id() == id)
        {
            return null;
        }

        if (!caller.May(permission))
        {
            return Problem.NotFound;
        }

        // What is stored of nobody would never go again.
        return changes ? (await services.Ask<GetUser, UserDetails>(new GetUser(id), cancellationToken)).Problem : null;
    }

    private static async Task<Problem?> OfTeam(
        Guid id, ClaimsPrincipal caller, ServiceClient services, string permission, bool changes, CancellationToken cancellationToken)
    {
        var team = await services.Ask<GetTeamRole, TeamMembership>(new GetTeamRole(id, caller.Id()), cancellationToken);
        if (team.Problem is { } problem)
        {
            return problem;
        }

        return caller.May(permission) || (team.Reply.Role is { } role && (!changes || role.Manages())) ? null
            : team.Reply.Role is null ? Problem.NotFound
            : NotManaging;
    }

    private sealed record OwnedBy(OwnerKind Kind);
}
