using System.Security.Claims;
using Contracts.Teams;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal static class RemoveMemberRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapDelete("/{id:guid}/members/{userId:guid}", Handle)
        .WithName("RemoveMember").WithSummary("Takes a member out of a team: an OWNER, an ADMIN a MEMBER, anyone himself")
        .Refuses(Codes.NotFound, Codes.Forbidden, Codes.LastOwner);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, Guid userId, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RemoveMember, MemberRemoved>(new RemoveMember(id, userId, caller.Caller()), cancellationToken, context.CommandId(userId)))
            .Then(_ => TypedResults.NoContent());
}
