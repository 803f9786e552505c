using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Viewing;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal sealed record JoinStageBody : RequestBody
{
    [Required]
    public string? Token { get; init; }

    protected override void Rules(Faults faults) => faults.Requires(Token, "token");
}

internal static class JoinStageRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapPost("/{id:guid}/sessions", Handle)
        .WithName("JoinStage").WithSummary("Opens a session on the stage, or tells the one that the participant has open (200)")
        .Refuses(Codes.InvalidStageToken, Codes.StageClosed);

    private static async Task<Results<Created<StageSessionDetails>, Ok<StageSessionDetails>, Problem>> Handle(
        Guid id, JoinStageBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var joined = await services.Ask<JoinStage, StageJoined>(new JoinStage(context.NewResourceId(), id, body.Token!, caller.Caller()), cancellationToken);
        return joined.Problem is { } refused ? refused
            : joined.Reply.IsNew ? TypedResults.Created((string?)null, joined.Reply.Session)
            : TypedResults.Ok(joined.Reply.Session);
    }
}
