using Contracts.Stages;
using Contracts.Users;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Security.Claims;

namespace Gateway.Stages;

[Requires("name")]
internal sealed record CreateStageBody : StageBody
{
    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Name, "name"))
        {
            Check(faults, new StageTerms(Name, null), []);
        }
    }
}

internal static class CreateStageRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapPost("", Handle)
        .WithName("CreateStage").WithSummary("Opens a stage")
        .Needs(Permissions.StagesWrite);

    private static async Task<Results<Created<StageDetails>, Problem>> Handle(
        CreateStageBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CreateStage, StageDetails>(
            new CreateStage(context.NewResourceId(), new StageTerms(body.Name!, body.Description), caller.Caller()), cancellationToken))
            .Then(stage => TypedResults.Created(context.Link($"/stages/{stage.Id}"), stage));
}
