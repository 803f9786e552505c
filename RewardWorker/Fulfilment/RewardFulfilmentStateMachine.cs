using Contracts;
using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using MassTransit;

namespace RewardWorker.Fulfilment;

/// <summary>
/// Drives a reward request from its creation to its end. EventService decides; this machine asks it to, grants once it
/// has approved, and takes everything back when one reward is refused or the request is revoked.
/// </summary>
internal sealed class RewardFulfilmentStateMachine : MassTransitStateMachine<RewardFulfilmentState>
{
    /// <summary>A decision that was asked for and has not arrived is asked for again.</summary>
    public static readonly TimeSpan DecisionPatience = TimeSpan.FromMinutes(1);

    /// <summary>Grants and revocations that have not been answered are asked for again.</summary>
    public static readonly TimeSpan GrantingPatience = TimeSpan.FromMinutes(5);

    /// <summary>A delivery may take hours; asking whether it has ended costs little.</summary>
    public static readonly TimeSpan DeliveryPatience = TimeSpan.FromMinutes(10);

    private readonly TimeProvider time;

    public RewardFulfilmentStateMachine(TimeProvider time)
    {
        this.time = time;
        InstanceState(f => f.CurrentState);

        Event(() => Requested, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestApproved, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestRejected, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestCancelled, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestRevoked, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => Granted, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => GrantRefused, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => GrantRevoked, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => Delivered, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => DeliveryFailed, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => Due, e => e.CorrelateById(m => m.Message.RequestId));

        // A decision may overtake the request that it decides.
        Initially(
            When(Requested).Then(AwaitDecision).TransitionTo(AwaitingApproval),
            When(RequestApproved).Then(GrantRewards).TransitionTo(Granting),
            When(RequestRejected).TransitionTo(Rejected),
            When(RequestCancelled).TransitionTo(Cancelled));

        During(AwaitingApproval,
            When(Due, HasCome).Then(AskForDecision),
            When(RequestApproved).Then(GrantRewards).TransitionTo(Granting),
            When(RequestRejected).Then(StopWaiting).TransitionTo(Rejected),
            When(RequestCancelled).Then(StopWaiting).TransitionTo(Cancelled),
            Ignore(Requested), Ignore(RequestRevoked), Ignore(Granted), Ignore(GrantRefused), Ignore(GrantRevoked),
            Ignore(Delivered), Ignore(DeliveryFailed));

        During(Granting,
            When(Due, HasCome).Then(AskForGrants),
            When(Granted).Then(MarkGranted).If(EverythingIsAnswered, then => then.IfElse(NothingIsRefused, DeliverOrFulfil, Compensate)),
            When(GrantRefused).Then(MarkRefused).If(EverythingIsAnswered, then => then.IfElse(NothingIsGranted, Fail, Compensate)),
            Ignore(Requested), Ignore(RequestApproved), Ignore(RequestRejected), Ignore(RequestCancelled), Ignore(RequestRevoked), Ignore(GrantRevoked),
            Ignore(Delivered), Ignore(DeliveryFailed));

        // Nothing leaves the house before all of it is granted: what is out of stock would have to be called back.
        During(Delivering,
            When(Due, HasCome).Then(AskForDeliveries),
            When(Delivered).Then(MarkDelivered).If(EverythingIsDelivered, Fulfil),
            When(DeliveryFailed, IsOfThisRequest).Then(MarkUndelivered).Then(AskForRevocations).TransitionTo(Compensating),
            Ignore(Requested), Ignore(RequestApproved), Ignore(RequestRejected), Ignore(RequestCancelled), Ignore(RequestRevoked),
            Ignore(Granted), Ignore(GrantRefused), Ignore(GrantRevoked));

        During(Compensating,
            When(Due, HasCome).Then(AskForRevocations),
            When(GrantRevoked).Then(MarkRevoked).If(NothingIsGranted, Fail),
            Ignore(Requested), Ignore(RequestApproved), Ignore(RequestRejected), Ignore(RequestCancelled), Ignore(RequestRevoked),
            Ignore(Granted), Ignore(GrantRefused), Ignore(Delivered), Ignore(DeliveryFailed));

        During(Fulfilled,
            When(RequestRevoked).Then(RevokeGrants).TransitionTo(Revoking));

        During(Revoking,
            When(Due, HasCome).Then(AskForRevocations),
            When(GrantRevoked).Then(MarkRevoked).If(NothingIsGranted, then => then.Then(StopWaiting).TransitionTo(Revoked)),
            Ignore(Requested), Ignore(RequestApproved), Ignore(RequestRejected), Ignore(RequestCancelled), Ignore(RequestRevoked),
            Ignore(Granted), Ignore(GrantRefused), Ignore(Delivered), Ignore(DeliveryFailed));

        // An approval that is told again asks for an outcome that got lost.
        During(Fulfilled, When(RequestApproved).Then(ReportFulfilled));
        During(Failed, When(RequestApproved).Then(ReportFailed));
        During(Rejected, Ignore(RequestApproved));
        During(Cancelled, Ignore(RequestApproved));
        During(Revoked, Ignore(RequestApproved));

        // Kept when finished, so that whatever still arrives finds its request settled.
        foreach (var finished in new[] { Fulfilled, Failed, Rejected, Cancelled, Revoked })
        {
            During(finished,
                Ignore(Requested), Ignore(RequestRejected), Ignore(RequestCancelled),
                Ignore(Granted), Ignore(GrantRefused), Ignore(GrantRevoked), Ignore(Due),
                Ignore(Delivered), Ignore(DeliveryFailed));
            if (finished != Fulfilled)
            {
                During(finished, Ignore(RequestRevoked));
            }
        }
    }

    public State AwaitingApproval { get; private set; } = null!;

    public State Granting { get; private set; } = null!;

    public State Delivering { get; private set; } = null!;

    public State Compensating { get; private set; } = null!;

    public State Fulfilled { get; private set; } = null!;

    public State Revoking { get; private set; } = null!;

    public State Revoked { get; private set; } = null!;

    public State Failed { get; private set; } = null!;

    public State Rejected { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    public Event<RewardRequested> Requested { get; private set; } = null!;

    public Event<RewardRequestApproved> RequestApproved { get; private set; } = null!;

    public Event<RewardRequestRejected> RequestRejected { get; private set; } = null!;

    public Event<RewardRequestCancelled> RequestCancelled { get; private set; } = null!;

    public Event<RewardRequestRevoked> RequestRevoked { get; private set; } = null!;

    public Event<RewardGranted> Granted { get; private set; } = null!;

    public Event<RewardGrantRefused> GrantRefused { get; private set; } = null!;

    public Event<GrantRevoked> GrantRevoked { get; private set; } = null!;

    public Event<GrantDelivered> Delivered { get; private set; } = null!;

    public Event<GrantDeliveryFailed> DeliveryFailed { get; private set; } = null!;

    public Event<FulfilmentDue> Due { get; private set; } = null!;

    private void AwaitDecision(BehaviorContext<RewardFulfilmentState, RewardRequested> context)
    {
        context.Saga.Approval = context.Message.Approval;
        context.Saga.DueAt = context.Message.ApprovalDeadline;
        if (context.Saga.Approval == ApprovalMode.Auto)
        {
            AskForDecision(context);
        }
    }

    private void AskForDecision(BehaviorContext<RewardFulfilmentState> context)
    {
        var request = context.Saga.CorrelationId;
        context.Saga.Raise(context.Saga.Approval == ApprovalMode.Auto
            ? new ApproveRewardRequest(request, Actor.System, null)
            : new RejectRewardRequest(request, Actor.System, Reasons.ApprovalExpired));
        WaitFor(DecisionPatience, context);
    }

    private void GrantRewards(BehaviorContext<RewardFulfilmentState, RewardRequestApproved> context)
    {
        context.Saga.EventId = context.Message.EventId;
        context.Saga.UserId = context.Message.UserId;
        context.Saga.Rewards = [.. context.Message.Rewards.Select(reward => new FulfilledReward { Reward = reward })];
        AskForGrants(context);
    }

    private void AskForGrants(BehaviorContext<RewardFulfilmentState> context)
    {
        foreach (var asked in context.Saga.In(RewardProgress.Asked))
        {
            context.Saga.Raise(new GrantReward(context.Saga.CorrelationId, context.Saga.EventId, context.Saga.UserId, asked.Reward));
        }

        WaitFor(GrantingPatience, context);
    }

    private static void MarkGranted(BehaviorContext<RewardFulfilmentState, RewardGranted> context)
    {
        if (context.Saga.Find(context.Message.RewardId) is { Progress: RewardProgress.Asked } reward)
        {
            reward.Progress = RewardProgress.Granted;
            reward.CouponCode = context.Message.CouponCode;
        }
    }

    private static void MarkRefused(BehaviorContext<RewardFulfilmentState, RewardGrantRefused> context)
    {
        if (context.Saga.Find(context.Message.RewardId) is { Progress: RewardProgress.Asked } reward)
        {
            reward.Progress = RewardProgress.Refused;
            reward.Code = context.Message.Code;
        }
    }

    private void AskForDeliveries(BehaviorContext<RewardFulfilmentState> context)
    {
        foreach (var reward in context.Saga.Undelivered)
        {
            context.Saga.Raise(new DeliverGrant(context.Saga.CorrelationId, reward.Reward.RewardId, reward.Reward.Name, reward.Reward.Delivery!));
        }

        WaitFor(DeliveryPatience, context);
    }

    private static void MarkDelivered(BehaviorContext<RewardFulfilmentState, GrantDelivered> context)
    {
        if (context.Saga.Find(context.Message.RewardId) is { } reward)
        {
            reward.Delivered = true;
        }
    }

    private static void MarkUndelivered(BehaviorContext<RewardFulfilmentState, GrantDeliveryFailed> context) =>
        context.Saga.Find(context.Message.RewardId)!.Code = Reasons.DeliveryFailed;

    private static void MarkRevoked(BehaviorContext<RewardFulfilmentState, GrantRevoked> context)
    {
        if (context.Saga.Find(context.Message.RewardId) is { Progress: RewardProgress.Granted } reward)
        {
            reward.Progress = RewardProgress.Revoked;
        }
    }

    private EventActivityBinder<RewardFulfilmentState, T> DeliverOrFulfil<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.IfElse(EverythingIsDelivered, Fulfil, deliver => deliver.Then(AskForDeliveries).TransitionTo(Delivering));

    private EventActivityBinder<RewardFulfilmentState, T> Fulfil<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.Then(ReportFulfilled).TransitionTo(Fulfilled);

    private EventActivityBinder<RewardFulfilmentState, T> Compensate<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.Then(AskForRevocations).TransitionTo(Compensating);

    private EventActivityBinder<RewardFulfilmentState, T> Fail<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.Then(ReportFailed).TransitionTo(Failed);

    private void RevokeGrants(BehaviorContext<RewardFulfilmentState, RewardRequestRevoked> context)
    {
        context.Saga.RevokeReason = context.Message.Reason;
        AskForRevocations(context);
    }

    private void AskForRevocations(BehaviorContext<RewardFulfilmentState> context)
    {
        foreach (var granted in context.Saga.In(RewardProgress.Granted))
        {
            context.Saga.Raise(new RevokeGrant(
                context.Saga.CorrelationId,
                granted.Reward.RewardId,
                context.Saga.RevokeReason ?? FirstCode(context),
                Compensation: context.Saga.RevokeReason is null));
        }

        WaitFor(GrantingPatience, context);
    }

    private static void ReportFulfilled(BehaviorContext<RewardFulfilmentState> context)
    {
        context.Saga.Raise(new RewardRequestFulfilled(
            context.Saga.CorrelationId, [.. context.Saga.Rewards.Select(r => new GrantedReward(r.Reward.RewardId, r.CouponCode))]));
        StopWaiting(context);
    }

    private static void ReportFailed(BehaviorContext<RewardFulfilmentState> context)
    {
        context.Saga.Raise(new RewardRequestFailed(context.Saga.CorrelationId, FirstCode(context)));
        StopWaiting(context);
    }

    private static string FirstCode(BehaviorContext<RewardFulfilmentState> context) => context.Saga.Rewards.First(r => r.Code is not null).Code!;

    private void WaitFor(TimeSpan patience, BehaviorContext<RewardFulfilmentState> context) => context.Saga.DueAt = time.GetUtcNow() + patience;

    private static void StopWaiting(BehaviorContext<RewardFulfilmentState> context) => context.Saga.DueAt = null;

    /// <summary>Several sweeps may tell of one due time; the first to arrive has moved it.</summary>
    private bool HasCome(BehaviorContext<RewardFulfilmentState, FulfilmentDue> context) => context.Saga.DueAt <= time.GetUtcNow();

    private static bool EverythingIsAnswered(BehaviorContext<RewardFulfilmentState> context) => !context.Saga.In(RewardProgress.Asked).Any();

    private static bool NothingIsRefused(BehaviorContext<RewardFulfilmentState> context) => !context.Saga.In(RewardProgress.Refused).Any();

    private static bool EverythingIsDelivered(BehaviorContext<RewardFulfilmentState> context) => !context.Saga.Undelivered.Any();

    private static bool IsOfThisRequest(BehaviorContext<RewardFulfilmentState, GrantDeliveryFailed> context) =>
        context.Saga.Find(context.Message.RewardId) is not null;

    private static bool NothingIsGranted(BehaviorContext<RewardFulfilmentState> context) => !context.Saga.In(RewardProgress.Granted).Any();
}
