using System.Security.Claims;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;

namespace Gateway.Connections;

/// <summary>
/// Routes that stand under a user and under a team. One's own are open to the user himself and to members of the team, of whom OWNER and ADMIN
/// change; of others, to who has the permission. Where credentials are sent and what they are is changed by the owner alone.
/// </summary>
internal static class OwnerRoutes
{
    private static readonly Problem NotManaging = new(Codes.Forbidden, "OWNER and ADMIN of the team may do this.");
    private static readonly Problem NotSelf = new(Codes.Forbidden, "The user alone may do this.");

    public static RouteGroupBuilder MapOwner(this RouteGroupBuilder api, OwnerKind kind) =>
        api.MapGroup(kind == OwnerKind.User ? "/users/{id:guid}" : "/teams/{id:guid}").WithTags("Connections").WithMetadata(new OwnedBy(kind));

    public static RouteHandlerBuilder ReadsOfOwner(this RouteHandlerBuilder route) =>
        route.NeedsForOthers(Permissions.CampaignsRead).AddEndpointFilter(Checked(changes: false, Permissions.CampaignsRead)).Refuses(Codes.NotFound);

    public static RouteHandlerBuilder ChangesOfOwner(this RouteHandlerBuilder route) =>
        route.NeedsForOthers(Permissions.CampaignsWrite).AddEndpointFilter(Checked(changes: true, Permissions.CampaignsWrite)).Refuses(Codes.NotFound, Codes.Forbidden);

    /// <summary>Whoever could send another's credentials elsewhere would have them: no permission lets in.</summary>
    public static RouteHandlerBuilder ChangesByOwner(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(Checked(changes: true, null)).Refuses(Codes.NotFound, Codes.Forbidden);

    /// <param name="id">Of the route.</param>
    public static Owner Owner(this HttpContext context, Guid id) => new(KindOf(context), id);

    /// <summary>Where only the answer says whose it is: null when the caller may read it.</summary>
    public static Task<Problem?> MayReadOf(this ServiceClient services, Owner owner, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        Judge(owner, caller, services, Permissions.CampaignsRead, changes: false, cancellationToken);

    private static OwnerKind KindOf(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<OwnedBy>().Kind;

    private static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Checked(bool changes, string? permission) => async (invocation, next) =>
    {
        var context = invocation.HttpContext;
        var owner = context.Owner(invocation.GetArgument<Guid>(0));
        var services = context.RequestServices.GetRequiredService<ServiceClient>();
        return await Judge(owner, context.User, services, permission, changes, context.RequestAborted) ?? await next(invocation);
    };

    private static Task<Problem?> Judge(
        Owner owner, ClaimsPrincipal caller, ServiceClient services, string? permission, bool changes, CancellationToken cancellationToken) => owner.Kind switch
        {
            OwnerKind.User => OfUser(owner.Id, caller, services, permission, cancellationToken),
            OwnerKind.Team => OfTeam(owner.Id, caller, services, permission, changes, cancellationToken),
            var other => throw new System.Diagnostics.UnreachableException($"{other} owns nothing."),
        };

    private static async Task<Problem?> OfUser(
        Guid id, ClaimsPrincipal caller, ServiceClient services, string? permission, CancellationToken cancellationToken)
    {
        if (!caller.IsService() && caller.Id() == id)
        {
            return null;
        }

        return permission is not null && caller.May(permission) ? (await services.Ask<GetUser, UserDetails>(new GetUser(id), cancellationToken)).Problem
            : caller.May(Permissions.CampaignsRead) ? NotSelf
            : Problem.NotFound;
    }

    private static async Task<Problem?> OfTeam(
        Guid id, ClaimsPrincipal caller, ServiceClient services, string? permission, bool changes, CancellationToken cancellationToken)
    {
        var team = await services.Ask<GetTeamRole, TeamMembership>(new GetTeamRole(id, caller.Id()), cancellationToken);
        if (team.Problem is { } problem)
        {
            return problem;
        }

        return (permission is not null && caller.May(permission)) || (team.Reply.Role is { } role && (!changes || role.Manages())) ? null
            : team.Reply.Role is null && !caller.May(Permissions.CampaignsRead) ? Problem.NotFound
            : NotManaging;
    }

    private sealed record OwnedBy(OwnerKind Kind);
}
