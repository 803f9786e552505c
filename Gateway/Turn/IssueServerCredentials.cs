using Contracts.Turn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Turn;

internal sealed class ServerCredentialsQuery : IChecked
{
    /// <summary>turn.</summary>
    [FromQuery(Name = "service")]
    public string? Service { get; init; }

    /// <summary>What the server calls itself; it may be empty.</summary>
    [FromQuery(Name = "username")]
    public string? Username { get; init => field = value is "" ? null : value; }

    public void Check(Faults faults)
    {
        faults.AddIf(Service != "turn", "service", "is turn.");
        var found = new FieldFaults();
        TurnRules.CheckName(Username, found);
        faults.Add(found);
    }
}

/// <summary>The shape of draft-uberti-behave-turn-rest.</summary>
internal sealed record ServerCredentialsResponse(string Username, string Password, int Ttl, IReadOnlyList<string> Uris);

internal static class IssueServerCredentialsRoute
{
    public static void Map(RouteGroupBuilder turn) => turn.MapGet("", Handle)
        .WithName("IssueServerCredentials").WithSummary("Issues credentials to another server, as draft-uberti-behave-turn-rest has it")
        .AllowAnonymous().WithMetadata(new OwnKey(TurnServiceKey.Parameter, IsInQuery: true)).Refuses(Codes.TurnNotConfigured).IsNotStored();

    private static async Task<Results<Ok<ServerCredentialsResponse>, Problem>> Handle(
        [AsParameters] ServerCredentialsQuery query, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<IssueServerCredentials, TurnCredentials>(new IssueServerCredentials(query.Username), cancellationToken))
            .Then(issued => TypedResults.Ok(new ServerCredentialsResponse(issued.Username, issued.Credential, issued.Ttl, issued.Uris)));
}
