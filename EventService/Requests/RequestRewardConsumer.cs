using Contracts;
using Contracts.Requests;
using Contracts.Users;
using EventService.Events;
using MassTransit;
using Persistence;

namespace EventService.Requests;

/// <summary>The hot path: one read of the event and one insert.</summary>
internal sealed class RequestRewardConsumer(
    IDocumentStore<EventDocument> events, IDocumentStore<RewardRequest> requests, TimeProvider time, ILogger<RequestRewardConsumer> logger)
    : IConsumer<RequestReward>
{
    public async Task Consume(ConsumeContext<RequestReward> context)
    {
        var (request, refusal) = await Request(context.Message, time.GetUtcNow(), context.CancellationToken);
        await context.Answer(request?.DetailsFor(context.Message.Caller), refusal);
    }

    private async Task<(RewardRequest? Request, Refused? Refusal)> Request(RequestReward message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (e, refusal) = await events.Decide(message.EventId, e => Decide(e, message.Caller, now), Refusals.NoEvent, cancellationToken);
        if (e is not null)
        {
            var request = RewardRequest.Create(message.RequestId, message.Caller.UserId, e, now);
            var result = await requests.Insert(request, cancellationToken);
            if (result.IsSaved)
            {
                logger.LogDebug("Request {RequestId} of event {EventId} was accepted", message.RequestId, message.EventId);
                return (request, null);
            }

            refusal = result.Outcome == WriteOutcome.DuplicateKey ? Refusals.AlreadyRequested : Refusals.NoRequest;
        }

        // A repeat of an accepted request gets it again, whatever has become of the event since.
        var stored = await requests.Get(message.RequestId.ToString(), cancellationToken);
        return stored is not null && stored.UserId == message.Caller.UserId && stored.EventId == message.EventId
            ? (stored, null)
            : (null, refusal);
    }

    /// <summary>
    /// Judges the event and marks it as in use before the first request of it is stored, on the version that was judged:
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

        // Eligibility belongs here, behind the checks of the event and before anything is written.
        // Everyone is eligible as long as EventTerms refuses conditions.
        if (e.InUse)
        {
            return Decision.Unchanged;
        }

        e.InUse = true;
        return Decision.Changed;
    }
}
