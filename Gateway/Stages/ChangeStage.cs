using Contracts.Stages;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Security.Claims;

namespace Gateway.Stages;

internal sealed record ChangeStageBody : StageBody
{
    protected override void Rules(Faults faults) => Check(faults, new StageTerms("-", null), [.. Nulls]);

    public ChangeStage ToCommand(Guid id, Caller caller) => new(id, Name, Description, [.. Nulls], caller);
}

internal static class ChangeStageRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapPatch("/{id:guid}", Handle)
        .WithName("ChangeStage").WithSummary("Changes the fields that are given; null clears the description")
        .Needs(Permissions.StagesWrite).Refuses(Codes.NotFound, Codes.StageClosed);

    private static async Task<Results<Ok<StageDetails>, Problem>> Handle(
        Guid id, ChangeStageBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangeStage, StageDetails>(body.ToCommand(id, caller.Caller()), cancellationToken)).Then(stage => TypedResults.Ok(stage));
}
