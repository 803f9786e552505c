using System.Security.Claims;
using Contracts.Teams;
using Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class ResendInvitationRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapPost("/{id:guid}/invitations/{invitationId:guid}/resend", Handle)
        .WithName("ResendInvitation").WithSummary("Sends another mail of an open invitation, whose link counts in place of the one before; three an hour")
        .TakesNoBody().Refuses(Codes.NotFound, Codes.Forbidden, Codes.InvalidState, Codes.RateLimited)
        .LimitTokenIssueOfUser("invitation");

    private static async Task<Results<Accepted, Problem>> Handle(
        Guid id, Guid invitationId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ResendInvitation, InvitationDetails>(new ResendInvitation(id, invitationId, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.Accepted((string?)null));
}
