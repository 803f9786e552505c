using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Stages;
using Http.Idempotency;
using Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal sealed record IssueStageTokenBody : RequestBody
{
    /// <summary>SUBSCRIBE, or PUBLISH and SUBSCRIBE.</summary>
    [Required, Shape(Words = typeof(StageCapability))]
    public IReadOnlyList<string?>? Capabilities { get; init; }

    /// <summary>By default 60.</summary>
    public int? DurationMinutes { get; init; }

    /// <summary>Texts by name that the token carries.</summary>
    public Dictionary<string, string?>? Attributes { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Capabilities, "capabilities"))
        {
            for (var i = 0; i < Capabilities.Count; i++)
            {
                faults.Word<StageCapability>(Capabilities[i] ?? "", $"capabilities[{i}]");
            }
        }

        foreach (var (name, value) in Attributes ?? [])
        {
            faults.AddIf(value is null, $"attributes.{name}", "is a text.");
        }

        var found = new FieldFaults();
        ToTerms().Check(found);
        faults.Add(found);
    }

    /// <summary>What is no word, or no text, has its fault already.</summary>
    public StageTokenTerms ToTerms() => new(
        [.. (Capabilities ?? []).Select(word => Words.Parse<StageCapability>(word)).OfType<StageCapability>()],
        DurationMinutes ?? StageTokenTerms.UsualMinutes,
        Attributes?.ToDictionary(attribute => attribute.Key, attribute => attribute.Value ?? ""));
}

internal static class IssueStageTokenRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapPost("/{id:guid}/tokens", Handle)
        .WithName("IssueStageToken").WithSummary("Issues a token for the stage to the caller; one to publish to an OPERATOR alone")
        .Refuses(Codes.NotFound, Codes.Forbidden, Codes.StageClosed)
        .LimitTokenIssueOfUser("stage")
        .IsNotStored();

    private static async Task<Results<Created<StageTokenIssued>, Problem>> Handle(
        Guid id, IssueStageTokenBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<IssueStageToken, StageTokenIssued>(
            new IssueStageToken(context.NewResourceId(), id, body.ToTerms(), caller.Caller()), cancellationToken))
            .Then(token => TypedResults.Created((string?)null, token));
}
