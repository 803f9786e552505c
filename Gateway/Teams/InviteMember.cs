using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Teams;
using Gateway.Accounts;
using Http.Idempotency;
using Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Teams;

internal sealed record InviteMemberBody : RequestBody
{
    [Required]
    public string? Email { get; init; }

    /// <summary>ADMIN or MEMBER.</summary>
    [Required, Shape(Words = typeof(TeamRole))]
    public string? Role { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Email, "email"))
        {
            faults.Email(Email.Trim(), "email");
        }

        if (faults.Requires(Role, "role"))
        {
            faults.Add(new FieldFaults().InvitedRole(Words.Parse<TeamRole>(Role) ?? TeamRole.Owner));
        }
    }
}

internal static class InviteMemberRoute
{
    public static void Map(RouteGroupBuilder teams) => teams.MapPost("/{id:guid}/invite", Handle)
        .WithName("InviteMember").WithSummary("Invites by mail: an OWNER as ADMIN or MEMBER, an ADMIN as MEMBER. An open invitation of the address is renewed")
        .Refuses(Codes.NotFound, Codes.Forbidden, Codes.AlreadyMember, Codes.InvalidState, Codes.RateLimited)
        .LimitTokenIssueOfUser("invitation");

    private static async Task<Results<Created<InvitationDetails>, Problem>> Handle(
        Guid id, InviteMemberBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<InviteMember, InvitationDetails>(
            new InviteMember(context.NewResourceId(), id, body.Email!.Trim(), Words.Parse<TeamRole>(body.Role)!.Value, caller.Caller()), cancellationToken, context.CommandId(id)))
            .Then(invitation => TypedResults.Created((string?)null, invitation));
}
