using System.Runtime.CompilerServices;
using System.Text;

namespace Messaging.Client;

/// <summary>Requests for rewards: one's own, and the decisions of operators.</summary>
public sealed class RequestsClient
{
    private readonly Api api;
    private readonly TimeProvider time;

    internal RequestsClient(Api api, TimeProvider time) => (this.api, this.time) = (api, time);

    /// <summary>Requests the rewards of an event.</summary>
    /// <exception cref="ProblemException">ALREADY_REQUESTED, NOT_ELIGIBLE (with <c>evaluation</c>), EVENT_NOT_ACTIVE, CLAIM_LIMIT_REACHED
    /// (with <c>nextAt</c>), REQUEST_LIMIT_REACHED, NO_REWARDS, COUPON_EXPIRED, EMAIL_NOT_VERIFIED.</exception>
    public Task<RewardRequest> Create(Guid eventId, CancellationToken cancellationToken = default) =>
        api.Post<RewardRequest>($"/events/{eventId}/request", null, cancellationToken);

    /// <summary>One's own, or, for OPERATOR and AUDITOR, all.</summary>
    public Pages<RewardRequest> List(Guid? userId = null, Guid? eventId = null, RequestStatus? status = null) =>
        api.List<RewardRequest>("/events/requests", Query.None.With("userId", userId).With("eventId", eventId).With("status", status));

    public Task<RewardRequest> Get(Guid id, CancellationToken cancellationToken = default) => api.Get<RewardRequest>($"/events/requests/{id}", cancellationToken);

    public Task<RewardRequest> Approve(Guid id, string? reason = null, CancellationToken cancellationToken = default) =>
        api.Post<RewardRequest>($"/events/requests/{id}/approve", new { reason }, cancellationToken);

    public Task<RewardRequest> Reject(Guid id, string reason, CancellationToken cancellationToken = default) =>
        api.Post<RewardRequest>($"/events/requests/{id}/reject", new { reason }, cancellationToken);

    /// <summary>Up to 100, each with its own outcome, in their order.</summary>
    public async Task<IReadOnlyList<DecisionResult>> Approve(IReadOnlyCollection<Guid> ids, string? reason = null, CancellationToken cancellationToken = default) =>
        (await api.Post<DecisionResults>("/events/requests/approve", new { ids, reason }, cancellationToken).ConfigureAwait(false)).Results;

    /// <inheritdoc cref="Approve(IReadOnlyCollection{Guid}, string?, CancellationToken)"/>
    public async Task<IReadOnlyList<DecisionResult>> Reject(IReadOnlyCollection<Guid> ids, string reason, CancellationToken cancellationToken = default) =>
        (await api.Post<DecisionResults>("/events/requests/reject", new { ids, reason }, cancellationToken).ConfigureAwait(false)).Results;

    /// <summary>One's own, while it is PENDING.</summary>
    public Task<RewardRequest> Cancel(Guid id, CancellationToken cancellationToken = default) =>
        api.Post<RewardRequest>($"/events/requests/{id}/cancel", null, cancellationToken);

    /// <summary>Takes the rewards of a fulfilled request back.</summary>
    public Task<RewardRequest> Revoke(Guid id, string reason, CancellationToken cancellationToken = default) =>
        api.Post<RewardRequest>($"/events/requests/{id}/revoke", new { reason }, cancellationToken);

    public Pages<DeliveryAttempt> Deliveries(Guid id) => api.List<DeliveryAttempt>($"/events/requests/{id}/deliveries");

    /// <summary>
    /// The changes of one's own requests, as they happen, until it is cancelled. A connection that is lost, or silent, is opened anew, first
    /// with what has changed since the last change that was read.
    /// </summary>
    /// <param name="lastChange">The Id of the last change that was read before, for instance by a process that ended.</param>
    /// <param name="opened">Called each time a connection is open: from then on no change is missed. What one shows is read here.</param>
    public async IAsyncEnumerable<RequestChange> Stream(
        string? lastChange = null, Func<Task>? opened = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = new EventStream(api, time, "/events/requests/stream", lastChange, opened);
        await foreach (var (id, data) in stream.Read(cancellationToken).ConfigureAwait(false))
        {
            yield return new RequestChange(id, ClientJson.Read<RewardRequest>(Encoding.UTF8.GetBytes(data), "The stream of requests"));
        }
    }
}
