using Contracts;
using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Requests;
using MassTransit;
using RewardWorker.Granting;
using RewardWorker.Ledger;
using RewardWorker.Terms;

namespace RewardWorker.Fulfilment;

/// <summary>
/// Drives a reward request from its acceptance to its end. EventService decides; this machine grants where it stands: what
/// is approved is granted, and taken back if one reward of it is refused, before the message that approved it is done. Each
/// step may be repeated, so that a message that was cut off anywhere comes again and ends the same. Nothing rests on an instance
/// being there: one that is missed begins anew, and what it must know of the past is in the ledger.
/// </summary>
internal sealed class RewardFulfilmentStateMachine : MassTransitStateMachine<RewardFulfilmentState>
{
    /// <summary>A decision that was asked for and has not arrived is asked for again.</summary>
    public static readonly TimeSpan DecisionPatience = TimeSpan.FromMinutes(1);

    /// <summary>What nobody has to decide by any time is asked for all the same: who waits may have been told of it, and have been forgotten.</summary>
    public static readonly TimeSpan PatienceWithoutDeadline = TimeSpan.FromDays(1);

    /// <summary>A delivery may take hours; asking whether it has ended costs little.</summary>
    public static readonly TimeSpan DeliveryPatience = TimeSpan.FromMinutes(10);

    private readonly Lazy<Granter> granter;
    private readonly Lazy<Reverser> reverser;
    private readonly Lazy<TermsBook> terms;
    private readonly TimeProvider time;

    /// <param name="granter">Made when it is needed, as the others are: it needs the bus, which is made with this machine.</param>
    public RewardFulfilmentStateMachine(Lazy<Granter> granter, Lazy<Reverser> reverser, Lazy<TermsBook> terms, TimeProvider time)
    {
        this.granter = granter;
        this.reverser = reverser;
        this.terms = terms;
        this.time = time;
        InstanceState(f => f.CurrentState);
        ConnectStateObserver(new FulfilmentMetrics());

        Event(() => Requested, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestApproved, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestRejected, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestCancelled, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => RequestRevoked, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => Delivered, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => DeliveryFailed, e => e.CorrelateById(m => m.Message.RequestId));
        Event(() => Due, e => e.CorrelateById(m => m.Message.RequestId));

        // A decision may overtake the request that it decides, or come when its fulfilment was forgotten.
        Initially(
            When(Requested, IsApproved).ThenAsync(GrantRewards).IfElse(EverythingIsGranted, DeliverOrFulfil, TakeBackAndFail),
            When(Requested, AwaitsDecision).IfElseAsync(SomethingStands, AwaitApproval, wait => wait.Then(AwaitDecision).TransitionTo(AwaitingApproval)),
            When(RequestApproved).ThenAsync(GrantRewards).IfElse(EverythingIsGranted, DeliverOrFulfil, TakeBackAndFail),
            When(RequestRejected).IfElseAsync(SomethingStands, AwaitApproval, end => end.TransitionTo(Rejected)),
            When(RequestCancelled).IfElseAsync(SomethingStands, AwaitApproval, end => end.TransitionTo(Cancelled)),
            When(RequestRevoked).ThenAsync(Revoke).TransitionTo(Revoked));

        During(AwaitingApproval,
            When(Due, HasCome).Then(AskForDecision),
            When(RequestApproved).ThenAsync(GrantRewards).IfElse(EverythingIsGranted, DeliverOrFulfil, TakeBackAndFail),
            When(RequestRejected).IfElseAsync(SomethingStands, AwaitApproval, end => end.Then(StopWaiting).TransitionTo(Rejected)),
            When(RequestCancelled).IfElseAsync(SomethingStands, AwaitApproval, end => end.Then(StopWaiting).TransitionTo(Cancelled)),
            When(RequestRevoked).ThenAsync(Revoke).TransitionTo(Revoked),
            Ignore(Requested), Ignore(Delivered), Ignore(DeliveryFailed));

        // Nothing leaves the house before all of it is granted: what is out of stock would have to be called back.
        During(Delivering,
            When(Due, HasCome).Then(AskForDeliveries),
            When(Delivered).Then(MarkDelivered).If(EverythingIsDelivered, Fulfil),
            When(DeliveryFailed, IsOfThisRequest).Then(MarkUndelivered).ThenAsync(TakeBack).Then(ReportFailed).TransitionTo(Failed),
            When(RequestRejected).Then(ReportGranted),
            When(RequestCancelled).Then(ReportGranted),
            When(RequestRevoked).ThenAsync(Revoke).TransitionTo(Revoked),
            Ignore(Requested), Ignore(RequestApproved));

        // What is told again asks for an outcome that got lost, with a message or with a database that was restored. What
        // ended there without an approval, by its deadline or by a person, was approved before all the same.
        During(Fulfilled,
            When(RequestRevoked).ThenAsync(Revoke).TransitionTo(Revoked),
            When(Requested).Then(ReportFulfilled),
            When(RequestApproved).Then(ReportFulfilled),
            When(RequestRejected).Then(ReportFulfilled),
            When(RequestCancelled).Then(ReportFulfilled));
        During(Failed,
            When(Requested).Then(ReportFailed),
            When(RequestApproved).Then(ReportFailed),
            When(RequestRejected).Then(ReportFailed),
            When(RequestCancelled).Then(ReportFailed));

        // Kept for a while when finished, so that what still arrives finds its request settled. An approval after another end was
        // decided on a request that was restored from before that end.
        During(Revoked, When(Requested).Then(ReportEnded), When(RequestApproved).Then(ReportEnded));
        foreach (var finished in new[] { Rejected, Cancelled })
        {
            During(finished,
                Ignore(Requested),
                When(RequestApproved).ThenAsync(RefuseRewards).IfElse(EverythingIsGranted, DeliverOrFulfil, TakeBackAndFail));
        }

        foreach (var finished in new[] { Fulfilled, Failed, Rejected, Cancelled, Revoked })
        {
            WhenEnter(finished, entered => entered.Then(MarkEnded));
            During(finished, Ignore(Due), Ignore(Delivered), Ignore(DeliveryFailed));
            if (finished != Fulfilled)
            {
                During(finished, Ignore(RequestRevoked));
            }
        }

        // Nothing stands that was granted: the end that the request has says so, too.
        foreach (var finished in new[] { Rejected, Cancelled, Revoked })
        {
            During(finished, Ignore(RequestRejected), Ignore(RequestCancelled));
        }
    }

    public State AwaitingApproval { get; private set; } = null!;

    public State Delivering { get; private set; } = null!;

    public State Fulfilled { get; private set; } = null!;

    public State Revoked { get; private set; } = null!;

    public State Failed { get; private set; } = null!;

    public State Rejected { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    public Event<RewardRequested> Requested { get; private set; } = null!;

    public Event<RewardRequestApproved> RequestApproved { get; private set; } = null!;

    public Event<RewardRequestRejected> RequestRejected { get; private set; } = null!;

    public Event<RewardRequestCancelled> RequestCancelled { get; private set; } = null!;

    public Event<RewardRequestRevoked> RequestRevoked { get; private set; } = null!;

    public Event<GrantDelivered> Delivered { get; private set; } = null!;

    public Event<GrantDeliveryFailed> DeliveryFailed { get; private set; } = null!;

    public Event<FulfilmentDue> Due { get; private set; } = null!;

    private static bool IsApproved(BehaviorContext<RewardFulfilmentState, RewardRequested> context) => context.Message.Approval == ApprovalMode.Auto;

    private static bool AwaitsDecision(BehaviorContext<RewardFulfilmentState, RewardRequested> context) => !IsApproved(context);

    private void AwaitDecision(BehaviorContext<RewardFulfilmentState, RewardRequested> context)
    {
        var (now, deadline) = (time.GetUtcNow(), context.Message.ApprovalDeadline);
        context.Saga.AsksSince = deadline > now ? deadline : now;
        context.Saga.DueAt = deadline ?? now + PatienceWithoutDeadline;
    }

    /// <summary>
    /// Only what was approved is ever granted, so EventService has forgotten that, as a restored database does: it is told, and
    /// asked for the approval, which says what all is to be granted.
    /// </summary>
    private EventActivityBinder<RewardFulfilmentState, T> AwaitApproval<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.Then(ReportGranted).Then(WaitForDecision).TransitionTo(AwaitingApproval);

    private void AskForDecision(BehaviorContext<RewardFulfilmentState> context)
    {
        context.Saga.Raise(new RejectRewardRequest(context.Saga.CorrelationId, Actor.System, Reasons.ApprovalExpired));
        WaitForDecision(context);
    }

    /// <summary>The pauses grow: of a request that EventService does not know there is no answer, and to another the same may come again and again.</summary>
    private void WaitForDecision(BehaviorContext<RewardFulfilmentState> context)
    {
        var now = time.GetUtcNow();
        var age = now - (context.Saga.AsksSince ??= now);
        WaitFor(age > DecisionPatience ? age : DecisionPatience, context);
    }

    private Task<bool> SomethingStands(BehaviorContext<RewardFulfilmentState> context) =>
        reverser.Value.FindsSomething(context.Saga.CorrelationId, context.CancellationToken);

    private Task GrantRewards(BehaviorContext<RewardFulfilmentState, RewardRequested> context) =>
        GrantRewards(context, context.Message.EventId, context.Message.UserId, context.Message.TermsId, context.Message.Rewards);

    private Task GrantRewards(BehaviorContext<RewardFulfilmentState, RewardRequestApproved> context) =>
        GrantRewards(context, context.Message.EventId, context.Message.UserId, context.Message.TermsId, context.Message.Rewards);

    /// <summary>All of them, also when one is refused: what was decided of each is then in the ledger, and stays so in each repetition.</summary>
    /// <param name="termsId">Null when the message has the rewards themselves.</param>
    private Task GrantRewards(
        BehaviorContext<RewardFulfilmentState> context, Guid eventId, Guid userId, string? termsId, IReadOnlyList<RewardToGrant>? inside) =>
        Decide(context, eventId, userId, termsId, inside, order => granter.Value.Grant(order, context.CancellationToken));

    /// <summary>In the ledger too, for whoever comes when this instance is forgotten. Another may have granted some at this moment; what is decided stays so.</summary>
    private Task RefuseRewards(BehaviorContext<RewardFulfilmentState, RewardRequestApproved> context) => Decide(
        context, context.Message.EventId, context.Message.UserId, context.Message.TermsId, context.Message.Rewards,
        order => granter.Value.Refuse(order, Reasons.DecidedBefore, context.CancellationToken));

    private async Task Decide(
        BehaviorContext<RewardFulfilmentState> context, Guid eventId, Guid userId, string? termsId, IReadOnlyList<RewardToGrant>? inside, Func<GrantOrder, Task<DecidedReward>> decide)
    {
        var saga = context.Saga;
        var rewards = termsId is null ? inside! : await terms.Value.Get(termsId, context.CancellationToken);
        var decisions = await Task.WhenAll(rewards.Select(reward => decide(new GrantOrder(saga.CorrelationId, eventId, userId, reward))));
        (saga.EventId, saga.UserId, saga.TermsId) = (eventId, userId, termsId);
        saga.Rewards = [.. rewards.Zip(decisions, (reward, decided) => FulfilledReward.Of(reward, decided, hasTerms: termsId is not null))];
    }

    private EventActivityBinder<RewardFulfilmentState, T> DeliverOrFulfil<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.IfElse(EverythingIsDelivered, Fulfil, deliver => deliver.Then(ReportGranted).Then(AskForDeliveries).TransitionTo(Delivering));

    private EventActivityBinder<RewardFulfilmentState, T> Fulfil<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.Then(ReportFulfilled).TransitionTo(Fulfilled);

    private EventActivityBinder<RewardFulfilmentState, T> TakeBackAndFail<T>(EventActivityBinder<RewardFulfilmentState, T> then) where T : class =>
        then.ThenAsync(TakeBack).Then(ReportFailed).TransitionTo(Failed);

    /// <summary>What had failed goes back to stock. What was revoked before was somebody's, and does as its revocation said.</summary>
    private Task TakeBack(BehaviorContext<RewardFulfilmentState> context)
    {
        var compensation = context.Saga.Rewards.Exists(reward => !reward.Granted || reward.Code is not (null or Reasons.DecidedBefore));
        return Task.WhenAll(context.Saga.Rewards.Where(reward => reward.Granted).Select(reward => reverser.Value.TakeBack(
            context.Saga.CorrelationId, reward.RewardId, CodeOf(context.Saga), compensation, context.CancellationToken)));
    }

    /// <summary>By the ledger, since this instance need not be the one that granted.</summary>
    private async Task Revoke(BehaviorContext<RewardFulfilmentState, RewardRequestRevoked> context)
    {
        context.Saga.RevokeReason = context.Message.Reason;
        await reverser.Value.TakeBackAll(context.Saga.CorrelationId, context.Message.Reason, context.CancellationToken);
        StopWaiting(context);
    }

    private void MarkEnded(BehaviorContext<RewardFulfilmentState> context) => context.Saga.EndedAt = time.GetUtcNow();

    private void AskForDeliveries(BehaviorContext<RewardFulfilmentState> context)
    {
        foreach (var reward in context.Saga.Undelivered)
        {
            context.Saga.Raise(new DeliverGrant(context.Saga.CorrelationId, reward.RewardId, reward.Name, reward.Delivery, context.Saga.TermsId));
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

    private static void ReportGranted(BehaviorContext<RewardFulfilmentState> context) =>
        context.Saga.Raise(new RewardRequestGranted(context.Saga.CorrelationId));

    private static void ReportFulfilled(BehaviorContext<RewardFulfilmentState> context)
    {
        context.Saga.Raise(new RewardRequestFulfilled(
            context.Saga.CorrelationId, [.. context.Saga.Rewards.Select(r => new GrantedReward(r.RewardId, r.CouponCode))]));
        StopWaiting(context);
    }

    private static void ReportFailed(BehaviorContext<RewardFulfilmentState> context)
    {
        context.Saga.Raise(new RewardRequestFailed(context.Saga.CorrelationId, CodeOf(context.Saga)));
        StopWaiting(context);
    }

    private static void ReportEnded(BehaviorContext<RewardFulfilmentState> context) =>
        context.Saga.Raise(new RewardRequestFailed(context.Saga.CorrelationId, Reasons.DecidedBefore));

    /// <summary>Of the first reward that has one, in the order of the rewards: why it failed before that it had been decided before.</summary>
    private static string CodeOf(RewardFulfilmentState saga) =>
        saga.Rewards.Select(reward => reward.Code).FirstOrDefault(code => code is not (null or Reasons.DecidedBefore)) ?? Reasons.DecidedBefore;

    private void WaitFor(TimeSpan patience, BehaviorContext<RewardFulfilmentState> context) => context.Saga.DueAt = time.GetUtcNow() + patience;

    private static void StopWaiting(BehaviorContext<RewardFulfilmentState> context) => context.Saga.DueAt = null;

    /// <summary>Several sweeps may tell of one due time; the first to arrive has moved it.</summary>
    private bool HasCome(BehaviorContext<RewardFulfilmentState, FulfilmentDue> context) => context.Saga.DueAt <= time.GetUtcNow();

    private static bool EverythingIsGranted(BehaviorContext<RewardFulfilmentState> context) => context.Saga.Rewards.TrueForAll(r => r is { Granted: true, Code: null });

    private static bool EverythingIsDelivered(BehaviorContext<RewardFulfilmentState> context) => !context.Saga.Undelivered.Any();

    private static bool IsOfThisRequest(BehaviorContext<RewardFulfilmentState, GrantDeliveryFailed> context) =>
        context.Saga.Find(context.Message.RewardId) is not null;
}
