using System.Security.Claims;
using Contracts.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class DeclineInvitationRoute
{
    public static void Map(RouteGroupBuilder invitations) => invitations.MapPost("/decline", Handle)
        .WithName("DeclineInvitation").WithSummary("Declines an invitation with the token of a mail, as the account with the address to which it went")
        .Refuses(Codes.InvalidToken, Codes.WrongAccount);

    private static async Task<Results<NoContent, Problem>> Handle(
        InvitationAnswerBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<DeclineInvitation, InvitationDetails>(new DeclineInvitation(body.Token!, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
