namespace Messaging.Client;

/// <summary>Events: what is held, when, for whom.</summary>
public sealed class EventsClient
{
    private readonly Api api;

    internal EventsClient(Api api) => this.api = api;

    public Task<Event> Create(NewEvent newEvent, CancellationToken cancellationToken = default) => api.Post<Event>("/events", newEvent, cancellationToken);

    /// <summary>The events that the caller may see.</summary>
    /// <param name="active">true: those that can be requested now.</param>
    /// <param name="q">A part of the name, in any case.</param>
    public Pages<Event> List(EventStatus? status = null, bool? active = null, string? q = null) =>
        api.List<Event>("/events", Query.None.With("status", status).With("active", active).With("q", q));

    public Task<Event> Get(Guid id, CancellationToken cancellationToken = default) => api.Get<Event>($"/events/{id}", cancellationToken);

    /// <param name="expectedVersion">Refused with STALE_VERSION when the event has another one; null changes whatever is there.</param>
    public Task<Event> Change(Guid id, EventChange change, int? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var call = api.Mutation(HttpMethod.Patch, $"/events/{id}", change);
        return api.Send<Event>(expectedVersion is { } version ? call with { Headers = [("If-Match", $"\"{version}\"")] } : call, cancellationToken);
    }

    /// <summary>For administrators; its history stays.</summary>
    public Task Archive(Guid id, CancellationToken cancellationToken = default) => api.Delete($"/events/{id}", cancellationToken);

    /// <summary>What came of it so far; some seconds old.</summary>
    public Task<EventReport> Report(Guid id, CancellationToken cancellationToken = default) => api.Get<EventReport>($"/events/{id}/report", cancellationToken);

    /// <summary>How far the caller meets the event's condition.</summary>
    public Task<Evaluation> Progress(Guid id, CancellationToken cancellationToken = default) => api.Get<Evaluation>($"/events/{id}/progress", cancellationToken);

    /// <summary>How far a user meets it; nothing is written.</summary>
    /// <param name="at">Null: now.</param>
    public Task<Evaluation> Evaluate(Guid id, Guid userId, DateTimeOffset? at = null, CancellationToken cancellationToken = default) =>
        api.Post<Evaluation>($"/events/{id}/evaluate", new { userId, at }, cancellationToken);
}
