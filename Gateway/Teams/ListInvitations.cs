using System.Security.Claims;
using Contracts.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class ListInvitationsRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapGet("/{id:guid}/invitations", Handle)
        .WithName("ListInvitations").WithSummary("The invitations of a team, newest first: its OWNER and ADMIN").Refuses(Codes.NotFound, Codes.Forbidden);

    private static async Task<Results<Ok<InvitationList>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListInvitations, InvitationList>(new ListInvitations(id, page.Size, page.After, caller.Caller()), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
