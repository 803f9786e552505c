using System.Security.Claims;
using Contracts.Turn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Turn;

internal sealed record IssueTurnCredentialsBody : RequestBody
{
    [Shape(Format = "uuid")]
    public string? RoomId { get; init; }

    protected override void Rules(Faults faults) => faults.FilterId(RoomId, "roomId");
}

/// <summary>As coturn takes them; IceServers as RTCPeerConnection takes them.</summary>
internal sealed record TurnCredentialsResponse(string Username, string Credential, int Ttl, IReadOnlyList<string> Uris, IReadOnlyList<IceServer> IceServers)
{
    public static TurnCredentialsResponse Of(TurnCredentials issued) => new(
        issued.Username, issued.Credential, issued.Ttl, issued.Uris, [new IceServer(issued.Uris, issued.Username, issued.Credential)]);
}

internal sealed record IceServer(IReadOnlyList<string> Urls, string Username, string Credential);

internal static class IssueTurnCredentialsRoute
{
    public static void Map(RouteGroupBuilder turn) => turn.MapPost("/credentials", Handle)
        .WithName("IssueTurnCredentials").WithSummary("Issues credentials for the TURN servers, for an hour")
        .RequireAuthorization(Policies.User).Refuses(Codes.NotFound, Codes.TurnSessionsExceeded, Codes.TurnNotConfigured).IsNotStored();

    private static async Task<Results<Created<TurnCredentialsResponse>, Problem>> Handle(
        IssueTurnCredentialsBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(QueryFilter.Id(body.RoomId), caller.Caller()), cancellationToken))
            .Then(issued => TypedResults.Created((string?)null, TurnCredentialsResponse.Of(issued)));
}
