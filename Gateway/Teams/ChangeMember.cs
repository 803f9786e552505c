using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal sealed record ChangeMemberBody : RequestBody
{
    [Required, Shape(Words = typeof(TeamRole))]
    public string? Role { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Role, "role"))
        {
            faults.Word<TeamRole>(Role, "role");
        }
    }
}

internal static class ChangeMemberRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapPut("/{id:guid}/members/{userId:guid}", Handle)
        .WithName("ChangeMember").WithSummary("Sets a member's role: an OWNER of the team").Refuses(Codes.NotFound, Codes.Forbidden, Codes.LastOwner);

    private static async Task<Results<Ok<MemberDetails>, Problem>> Handle(
        Guid id, Guid userId, ChangeMemberBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangeMember, MemberDetails>(
            new ChangeMember(id, userId, Words.Parse<TeamRole>(body.Role)!.Value, caller.Caller()), cancellationToken)).Then(member => TypedResults.Ok(member));
}
