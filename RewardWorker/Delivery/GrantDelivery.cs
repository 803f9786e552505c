using System.Diagnostics;
using Contracts.Deliveries;
using Contracts.Rewards;
using Documents;
using Messages;

namespace RewardWorker.Delivery;

/// <summary>
/// The delivery of one grant to its reward's URL, and of the notice that it was taken back. Its id is the grant's. An
/// attempt is begun by one write and finished by another: between them nobody else begins one, and after a crash it is
/// made again under the same idempotency key.
/// </summary>
internal sealed class GrantDelivery : Document
{
    public static readonly Schema<GrantDelivery> Schema = new Schema<GrantDelivery>("grant_deliveries")
        .Index(d => d.RequestId, d => d.CreatedAt)
        .Index(d => d.DueAt);

    /// <summary>The oldest are forgotten first.</summary>
    public const int LongestLog = 50;

    public required Guid RequestId { get; init; }

    public required Guid RewardId { get; init; }

    /// <summary>Of the terms that say what the reward is called and where it is delivered; null when that is here.</summary>
    public string? TermsId { get; init; }

    public string? Name { get; init; }

    public RewardDelivery? To { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DeliveryState State { get; set; }

    /// <summary>Since when it, or then the notice, is tried.</summary>
    public required DateTimeOffset TriedSince { get; set; }

    /// <summary>When to try next, or when the attempt that is begun is given up; null when nothing is to be done.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Attempts that had an outcome, of the delivery or then of the notice.</summary>
    public int Attempts { get; set; }

    /// <summary>How often the next attempt was put off.</summary>
    public int Postponements { get; set; }

    public BegunAttempt? Begun { get; set; }

    /// <summary>Some attempt of the delivery reached the receiver, or nobody knows.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>Whether the receiver accepted the grant; null before that is settled.</summary>
    public bool? Accepted { get; set; }

    public List<LoggedAttempt> Log { get; init; } = [];

    public int NextSeq { get; set; }

    private bool IsUnderWay => State is DeliveryState.Delivering or DeliveryState.Revoking;

    public static GrantDelivery Of(DeliverGrant message, string id, DateTimeOffset now)
    {
        var delivery = new GrantDelivery
        {
            Id = id,
            RequestId = message.RequestId,
            RewardId = message.RewardId,
            TermsId = message.TermsId,
            Name = message.Name,
            To = message.Delivery,
            CreatedAt = now,
            State = DeliveryState.Delivering,
            TriedSince = now,
            DueAt = now,
        };
        delivery.Raise(new DeliveryDue(Guid.Parse(id)));
        return delivery;
    }

    /// <summary>Says again how it ended; false when it has not.</summary>
    public bool AnswerAgain()
    {
        if (State == DeliveryState.Delivering)
        {
            return false;
        }

        Answer(Accepted == true);
        return true;
    }

    /// <summary>False when nothing is due: an attempt is under way, or several messages told of one due time.</summary>
    /// <param name="lease">After which the attempt is given up.</param>
    public bool TryBegin(DateTimeOffset now, TimeSpan lease)
    {
        if (!IsUnderWay || DueAt is not { } due || due > now)
        {
            return false;
        }

        if (Begun is { } interrupted)
        {
            // The process ended, and whatever it sent: it does not count as an attempt.
            MayHaveArrived |= !interrupted.IsNotice;
            Enter(interrupted, null, DeliveryErrors.Interrupted, now);
        }

        Begun = new BegunAttempt(now, Attempts + 1, State == DeliveryState.Revoking);
        DueAt = now + lease;
        return true;
    }

    /// <summary>False when the attempt was given up meanwhile.</summary>
    public bool Finish(BegunAttempt attempt, PostOutcome outcome, RetrySchedule schedule, DateTimeOffset now)
    {
        if (Begun != attempt)
        {
            return false;
        }

        Begun = null;
        MayHaveArrived |= outcome.Sent && !attempt.IsNotice;
        if (attempt.IsNotice != (State == DeliveryState.Revoking))
        {
            // Taken back while it was posted: the notice follows.
            Enter(attempt, outcome.Status, outcome.Error, null);
            DueAt = now;
            return true;
        }

        var postponed = outcome.Verdict == PostVerdict.Postponed;
        Attempts += postponed ? 0 : 1;
        Postponements = postponed ? Postponements + 1 : 0;
        DueAt = NextAt(outcome, schedule, now);
        Enter(attempt, outcome.Status, outcome.Error, DueAt);
        if (DueAt is null)
        {
            End(outcome.Verdict == PostVerdict.Accepted);
        }

        return true;
    }

    /// <summary>
    /// The grant is taken back: nothing is delivered any more, and a receiver that may know of it gets a notice. False when
    /// that was done before.
    /// </summary>
    public bool Withdraw(DateTimeOffset now)
    {
        if (State is not (DeliveryState.Delivering or DeliveryState.Delivered or DeliveryState.Failed))
        {
            return false;
        }

        MayHaveArrived |= Begun is not null;
        State = MayHaveArrived ? DeliveryState.Revoking : DeliveryState.Withdrawn;

        // What is being posted at this moment must not arrive after its own revocation.
        DueAt = !MayHaveArrived ? null : Begun is null ? now : DueAt;
        (TriedSince, Attempts, Postponements) = (now, 0, 0);
        return true;
    }

    private DateTimeOffset? NextAt(PostOutcome outcome, RetrySchedule schedule, DateTimeOffset now)
    {
        var pause = outcome.Verdict switch
        {
            PostVerdict.NoSuccess => schedule.After(Attempts, outcome.RetryAfter),
            PostVerdict.Postponed => schedule.Postponed(Attempts, Postponements - 1),
            PostVerdict.Accepted or PostVerdict.Refused => null,
            _ => throw new UnreachableException(),
        };
        return now - TriedSince < RetrySchedule.Patience ? now + pause : null;
    }

    private void End(bool accepted)
    {
        if (State == DeliveryState.Revoking)
        {
            State = accepted ? DeliveryState.Revoked : DeliveryState.RevocationFailed;
            return;
        }

        State = accepted ? DeliveryState.Delivered : DeliveryState.Failed;
        Accepted = accepted;
        Answer(accepted);
    }

    private void Answer(bool accepted) =>
        Raise(accepted ? new GrantDelivered(RequestId, RewardId) : new GrantDeliveryFailed(RequestId, RewardId));

    private void Enter(BegunAttempt attempt, int? status, string? error, DateTimeOffset? nextAt)
    {
        // A circuit may stay open for hours: of each row of postponements the last is kept.
        if (error == DeliveryErrors.CircuitOpen && Log is [.., { Error: DeliveryErrors.CircuitOpen } last] && last.Attempt == attempt.Number)
        {
            Log.RemoveAt(Log.Count - 1);
        }

        Log.Add(new LoggedAttempt(NextSeq++, attempt.At, attempt.Number, status, error, nextAt));
        if (Log.Count > LongestLog)
        {
            Log.RemoveAt(0);
        }
    }
}

/// <param name="IsNotice">That the grant was taken back.</param>
internal sealed record BegunAttempt(DateTimeOffset At, int Number, bool IsNotice) : Extensible;

/// <param name="Seq">Tells entries of one time apart.</param>
internal sealed record LoggedAttempt(int Seq, DateTimeOffset At, int Attempt, int? Status, string? Error, DateTimeOffset? NextAt) : Extensible;

internal enum DeliveryState
{
    Delivering,
    Delivered,
    Failed,

    /// <summary>Taken back before the receiver could know of it.</summary>
    Withdrawn,

    /// <summary>Taken back; the receiver is told.</summary>
    Revoking,
    Revoked,
    RevocationFailed,
}
