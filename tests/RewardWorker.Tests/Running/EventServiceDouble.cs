using System.Collections.Concurrent;
using Contracts.Requests;

namespace RewardWorker.Tests.Running;

/// <summary>Decides as EventService does: the first decision on a request stands, and is told again to whoever asks.</summary>
internal sealed class EventServiceDouble
{
    private readonly ConcurrentDictionary<Guid, object> decisions = new();

    public ConcurrentDictionary<Guid, RewardRequested> Requests { get; } = new();

    /// <summary>What the saga reported at the end of each request.</summary>
    public ConcurrentDictionary<Guid, ConcurrentQueue<object>> Reports { get; } = new();

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
}
