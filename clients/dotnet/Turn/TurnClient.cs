namespace Messaging.Client;

/// <summary>Credentials for TURN servers. Ttl: in seconds. IceServers: as RTCPeerConnection takes them.</summary>
public sealed record TurnCredentials(string Username, string Credential, int Ttl, IReadOnlyList<string> Uris, IReadOnlyList<IceServer> IceServers)
{
    /// <summary>Without the credential, for logs.</summary>
    public override string ToString() => $"{nameof(TurnCredentials)} of {Username}";
}

public sealed record IceServer(IReadOnlyList<string> Urls, string Username, string Credential)
{
    /// <summary>Without the credential, for logs.</summary>
    public override string ToString() => $"{nameof(IceServer)} of {Username}";
}

/// <summary>Whether credentials hold, and whose they are.</summary>
public sealed record TurnVerification(bool Valid, Guid? UserId, Guid? RoomId, DateTimeOffset? ExpiresAt);

/// <summary>Credentials for another server, in the shape of draft-uberti-behave-turn-rest.</summary>
public sealed record TurnServerCredentials(string Username, string Password, int Ttl, IReadOnlyList<string> Uris)
{
    /// <summary>Without the password, for logs.</summary>
    public override string ToString() => $"{nameof(TurnServerCredentials)} of {Username}";
}

/// <summary>Credentials for TURN servers, over which browsers meet that cannot reach each other.</summary>
public sealed class TurnClient
{
    private const string Route = "/turn";

    private readonly Api api;

    internal TurnClient(Api api) => this.api = api;

    /// <param name="roomId">A room that the caller sees.</param>
    public Task<TurnCredentials> Issue(Guid? roomId = null, CancellationToken cancellationToken = default) =>
        api.Post<TurnCredentials>($"{Route}/credentials", new { roomId }, cancellationToken);

    /// <param name="serviceKey">Of the platform's configuration; nobody need be signed in.</param>
    public Task<TurnVerification> Verify(string username, string credential, string serviceKey, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Post, $"{Route}/validate") { IsAnonymous = true, IsRepeatable = true, Headers = [("X-Service-Key", serviceKey)] };
        return api.Send<TurnVerification>(call.With(new { username, credential }), cancellationToken);
    }

    /// <inheritdoc cref="Verify"/>
    /// <param name="username">What the server calls itself.</param>
    public Task<TurnServerCredentials> IssueToServer(string serviceKey, string? username = null, CancellationToken cancellationToken = default) =>
        api.Send<TurnServerCredentials>(
            Api.Reading($"{Route}{Query.None.With("service", "turn").With("username", username).With("key", serviceKey)}") with { IsAnonymous = true }, cancellationToken);
}
