using System.ComponentModel.DataAnnotations;
using Contracts.Turn;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Turn;

internal sealed record VerifyTurnCredentialsBody : RequestBody
{
    [Required]
    public string? Username { get; init; }

    [Required]
    public string? Credential { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(Username, "username");
        faults.Requires(Credential, "credential");
        var found = new FieldFaults();
        TurnRules.Check(ToQuestion(), found);
        faults.Add(found);
    }

    public VerifyTurnCredentials ToQuestion() => new(Username ?? "", Credential ?? "");
}

internal static class VerifyTurnCredentialsRoute
{
    public static void Map(RouteGroupBuilder turn) => turn.MapPost("/validate", Handle)
        .WithName("VerifyTurnCredentials").WithSummary("Tells whether credentials hold, and whose they are")
        .AllowAnonymous().IgnoresIdempotencyKey().WithMetadata(new OwnKey(TurnServiceKey.Header)).Refuses(Codes.TurnNotConfigured);

    private static async Task<Results<Ok<TurnCredentialsVerified>, Problem>> Handle(
        VerifyTurnCredentialsBody body, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<VerifyTurnCredentials, TurnCredentialsVerified>(body.ToQuestion(), cancellationToken)).Then(verified => TypedResults.Ok(verified));
}
