using System.Security.Claims;
using Contracts.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class AcceptInvitationRoute
{
    public static void Map(RouteGroupBuilder invitations) => invitations.MapPost("/accept", Handle)
        .WithName("AcceptInvitation").WithSummary("Joins a team with the token of a mail, as the account with the address to which it went")
        .Refuses(Codes.InvalidToken, Codes.WrongAccount, Codes.InvalidState);

    private static async Task<Results<Ok<TeamSummary>, Problem>> Handle(
        InvitationAnswerBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<AcceptInvitation, TeamSummary>(new AcceptInvitation(body.Token!, caller.Caller()), cancellationToken)).Then(team => TypedResults.Ok(team));
}
