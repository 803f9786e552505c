namespace Messaging.Client;

/// <summary>Stages: who publishes, who watches, for how long.</summary>
public sealed class StagesClient
{
    private readonly Api api;

    internal StagesClient(Api api) => this.api = api;

    public Task<Stage> Create(string name, string? description = null, CancellationToken cancellationToken = default) =>
        api.Post<Stage>("/stages", new { name, description }, cancellationToken);

    public Pages<Stage> List(StageStatus? status = null) => api.List<Stage>("/stages", Query.None.With("status", status));

    public Task<Stage> Get(Guid id, CancellationToken cancellationToken = default) => api.Get<Stage>($"/stages/{id}", cancellationToken);

    public Task<Stage> Change(Guid id, StageChange change, CancellationToken cancellationToken = default) => api.Patch<Stage>($"/stages/{id}", change, cancellationToken);

    /// <summary>For good: every session ends, no token opens anything any more.</summary>
    public Task<Stage> Close(Guid id, CancellationToken cancellationToken = default) => api.Post<Stage>($"/stages/{id}/close", null, cancellationToken);

    /// <param name="capabilities">SUBSCRIBE, or, for operators, PUBLISH and SUBSCRIBE.</param>
    /// <param name="durationMinutes">1 to 1440; 60 by default.</param>
    /// <param name="attributes">Texts that the token carries, 1 KB in all.</param>
    public Task<StageToken> IssueToken(
        Guid id,
        IReadOnlyCollection<StageCapability> capabilities,
        int? durationMinutes = null,
        IReadOnlyDictionary<string, string>? attributes = null,
        CancellationToken cancellationToken = default) =>
        api.Post<StageToken>($"/stages/{id}/tokens", new { capabilities, durationMinutes, attributes }, cancellationToken);

    public Pages<IssuedStageToken> Tokens(Guid id) => api.List<IssuedStageToken>($"/stages/{id}/tokens");

    /// <summary>It opens nothing any more, and what it has opened ends.</summary>
    public Task RevokeToken(Guid id, Guid participantId, CancellationToken cancellationToken = default) => api.Delete($"/stages/{id}/tokens/{participantId}", cancellationToken);

    /// <summary>Opens a session, or tells the one that the participant has open.</summary>
    public Task<StageSession> Join(Guid id, string token, CancellationToken cancellationToken = default) =>
        api.Post<StageSession>($"/stages/{id}/sessions", new { token }, cancellationToken);

    /// <summary>Tells that one is still there: each 15 s is right, 45 s end a session.</summary>
    public Task Heartbeat(Guid id, Guid sessionId, CancellationToken cancellationToken = default) => api.Post($"/stages/{id}/sessions/{sessionId}/heartbeat", null, cancellationToken);

    public Task<StageSession> Leave(Guid id, Guid sessionId, CancellationToken cancellationToken = default) =>
        api.Delete<StageSession>($"/stages/{id}/sessions/{sessionId}", cancellationToken);

    /// <summary>At most 5 s old.</summary>
    public Task<StageStats> Stats(Guid id, CancellationToken cancellationToken = default) => api.Get<StageStats>($"/stages/{id}/stats", cancellationToken);

    /// <param name="open">true: those that last; false: those that have ended.</param>
    public Pages<StageSession> Sessions(Guid id, bool? open = null) => api.List<StageSession>($"/stages/{id}/sessions", Query.None.With("open", open));

    /// <summary>A user's sessions on all stages.</summary>
    public Pages<StageSession> SessionsOf(Guid userId) => api.List<StageSession>($"/users/{userId}/viewer-sessions");
}
