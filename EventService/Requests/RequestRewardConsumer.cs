using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Documents;
using EventService.Activities;
using EventService.Events;
using EventService.Rewards;
using EventService.Terms;
using MassTransit;

namespace EventService.Requests;

/// <summary>
/// The hot path: one read of the event, what its condition needs, and one insert; for the first request by its terms one
/// more. What waits for an operator also costs a look whether its user is still there.
/// </summary>
internal sealed class RequestRewardConsumer(
    IDocumentStore<EventDocument> events,
    IDocumentStore<RewardRequest> requests,
    EventEvaluation evaluations,
    RewardTermsStore terms,
    RequestLimits limits,
    OpenRequests open,
    ShownRequests shown,
    TimeProvider time,
    ILogger<RequestRewardConsumer> logger)
    : IConsumer<RequestReward>
{
    public async Task Consume(ConsumeContext<RequestReward> context)
    {
        var (request, refusal) = await Request(context.Message, time.GetUtcNow(), context.CancellationToken);
        if (refusal is not null)
        {
            RequestMetrics.Refused(refusal);
        }

        await context.Answer(
            request is null ? null : await shown.For(context.Message.Caller, request, context.CancellationToken), refusal);
    }

    private async Task<(RewardRequest? Request, Refused? Refusal)> Request(RequestReward message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (e, evaluation, refusal) = await Judge(message, now, cancellationToken);
        if (e is not null)
        {
            var kept = await terms.Keep(e, cancellationToken);
            (var request, refusal) = await limits.Store(
                new NewRequest(message.RequestId, message.Caller.UserId, e, kept, evaluation, now), cancellationToken);
            if (request is not null)
            {
                logger.LogInformation("Request {RequestId} of event {EventId} was accepted", message.RequestId, message.EventId);
                return (await open.CancelIfDeleted(request, cancellationToken), null);
            }
        }

        // A repeat of an accepted request gets it again, whatever has become of the event since.
        var stored = await requests.Get(message.RequestId.ToString(), cancellationToken);
        return stored is not null && stored.UserId == message.Caller.UserId && stored.EventId == message.EventId
            ? (await open.CancelIfDeleted(stored, cancellationToken), null)
            : (null, refusal);
    }

    /// <summary>The event and its condition at one version of it; the event is null when the request is refused.</summary>
    private async Task<(EventDocument? Event, Evaluation? Evaluation, Refused? Refusal)> Judge(
        RequestReward message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await events.Get(message.EventId.ToString(), cancellationToken) is { } e)
        {
            var decision = Decide(e, message.Caller, now);
            if (decision.Refusal is { } refusal)
            {
                return (null, null, refusal);
            }

            var evaluation = await evaluations.EvaluateNow(e.Terms, message.Caller.UserId, now, cancellationToken);
            if (!evaluation.Eligible)
            {
                return (null, evaluation, Refusals.NotEligible(evaluation));
            }

            if (!decision.Save || (await events.Update(e, cancellationToken)).IsSaved)
            {
                return (e, evaluation, null);
            }
        }

        return (null, null, Refusals.NoEvent);
    }

    /// <summary>
    /// Judges the event, but for its condition, and marks it as in use before the first request of it is stored, on the version that was judged:
    /// a reward removed at the same moment makes one of the two start again.
    /// </summary>
    internal static Decision Decide(EventDocument e, Caller caller, DateTimeOffset now)
    {
        if (!caller.Roles.Contains(Role.User))
        {
            return Refusals.NotUser;
        }

        if (!e.IsVisibleTo(caller))
        {
            return Refusals.NoEvent;
        }

        if (!e.IsActiveAt(now))
        {
            return Refusals.EventNotActive;
        }

        if (e.Rewards.Count == 0)
        {
            return Refusals.NoRewards;
        }

        if (e.HasExpiredCoupon(now))
        {
            return Refusals.CouponExpired;
        }

        if (e.InUse)
        {
            return Decision.Unchanged;
        }

        e.InUse = true;
        return Decision.Changed;
    }
}
