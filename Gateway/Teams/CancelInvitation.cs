using System.Security.Claims;
using Contracts.Teams;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class CancelInvitationRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapDelete("/{id:guid}/invitations/{invitationId:guid}", Handle)
        .WithName("CancelInvitation").WithSummary("Cancels an open invitation: OWNER and ADMIN of the team").Refuses(Codes.NotFound, Codes.Forbidden, Codes.InvalidState);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, Guid invitationId, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CancelInvitation, InvitationDetails>(
            new CancelInvitation(id, invitationId, caller.Caller()), cancellationToken, context.CommandId(invitationId)))
            .Then(_ => TypedResults.NoContent());
}
