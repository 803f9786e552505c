using System.Collections.Concurrent;
using System.Text.Json;
using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace RewardWorker.Tests.Running;

/// <summary>Decides as EventService does: the first decision on a request stands, and is told again to whoever asks.</summary>
internal sealed class EventServiceDouble
{
    private readonly ConcurrentDictionary<Guid, object> decisions = new();

    public ConcurrentDictionary<Guid, RewardRequested> Requests { get; } = new();

    /// <summary>What the saga reported at the end of each request.</summary>
    public ConcurrentDictionary<Guid, ConcurrentQueue<object>> Reports { get; } = new();

    /// <summary>What requests refer to.</summary>
    public ConcurrentDictionary<string, RewardTerms> Terms { get; } = new();

    /// <summary>How often terms were asked for.</summary>
    public int Questions { get; private set; }

    /// <summary>What becomes of a question about terms in place of its answer; null when they are told.</summary>
    public Func<Task>? WhenAsked { get; set; }

    public static bool Consumes(object message) =>
        message is ApproveRewardRequest or RejectRewardRequest or CancelRewardRequest or RewardRequestGranted or RewardRequestFulfilled or RewardRequestFailed;

    /// <summary>What follows from a message.</summary>
    public IEnumerable<object> Consume(object message)
    {
        switch (message)
        {
            case ApproveRewardRequest approve:
                var request = Requests[approve.RequestId];
                return [decisions.GetOrAdd(approve.RequestId, new RewardRequestApproved(request.RequestId, request.EventId, request.UserId, request.Rewards))];
            case RejectRewardRequest reject:
                return [decisions.GetOrAdd(reject.RequestId, new RewardRequestRejected(reject.RequestId))];
            case CancelRewardRequest cancel:
                return [decisions.GetOrAdd(cancel.RequestId, new RewardRequestCancelled(cancel.RequestId))];
            case RewardRequestGranted:
                return [];
            case RewardRequestFulfilled fulfilled:
                Reports.GetOrAdd(fulfilled.RequestId, _ => []).Enqueue(fulfilled);
                return [];
            case RewardRequestFailed failed:
                Reports.GetOrAdd(failed.RequestId, _ => []).Enqueue(failed);
                return [];
            default:
                throw new ArgumentException($"{message.GetType().Name} is not for EventService.", nameof(message));
        }
    }

    /// <summary>The message with a reference in place of its rewards.</summary>
    public object Refer(object message) => message switch
    {
        RewardRequested { Rewards: { } rewards } requested => requested with { Rewards = null, TermsId = Keep(rewards) },
        RewardRequestApproved { Rewards: { } rewards } approved => approved with { Rewards = null, TermsId = Keep(rewards) },
        _ => message,
    };

    private string Keep(IReadOnlyList<RewardToGrant> rewards)
    {
        var content = JsonSerializer.Serialize(rewards, DocumentJson.Options);
        return Keep(content);
    }

    public string Keep(string content)
    {
        var id = RewardTerms.IdOf(content);
        Terms[id] = new RewardTerms(id, content);
        return id;
    }

    internal sealed class TermsConsumer(EventServiceDouble service) : IConsumer<GetRewardTerms>
    {
        public async Task Consume(ConsumeContext<GetRewardTerms> context)
        {
            service.Questions++;
            if (service.WhenAsked is { } instead)
            {
                await instead();
                return;
            }

            await (service.Terms.TryGetValue(context.Message.TermsId, out var terms)
                ? context.RespondAsync(terms)
                : context.RespondAsync(new Refused(Codes.NotFound, "There are no such terms.")));
        }
    }
}
