using System.Text.Json;
using Contracts;
using Contracts.Events;
using Documents;

namespace EventService;

/// <summary>The refusals of this service: a stable code each, and a sentence.</summary>
internal static class Refusals
{
    public static readonly Refused NoEvent = new(Codes.NotFound, "There is no such event.");
    public static readonly Refused NoReward = new(Codes.NotFound, "There is no such reward.");
    public static readonly Refused NoTerms = new(Codes.NotFound, "There are no such terms.");
    public static readonly Refused NoRequest = new(Codes.NotFound, "There is no such reward request.");

    public static readonly Refused StaleVersion =
        new(Codes.StaleVersion, "The event has changed since that version: read it again.");

    public static readonly Refused EventEnded =
        new(Codes.EventEnded, "The event has ended: its rewards stay as they are.");

    public static readonly Refused TooManyRewards =
        new(Codes.TooManyRewards, $"An event has at most {Events.EventDocument.MaxRewards} rewards.");

    public static readonly Refused CouponCodeTaken =
        new(Codes.CouponCodeTaken, "Another reward gives that coupon code, or one that differs in case alone.");

    public static readonly Refused RewardInUse =
        new(Codes.RewardInUse, "The event has been requested: the value of its rewards, and whether they are limited, stays as it is; an expiry may move later.");

    public static readonly Refused NotUser =
        new(Codes.Forbidden, "Requesting a reward needs the role USER.");

    public static readonly Refused NotYours =
        new(Codes.Forbidden, "You may list your own requests only.");

    public static readonly Refused EventNotActive =
        new(Codes.EventNotActive, "The event is not active now.");

    public static readonly Refused NoRewards =
        new(Codes.NoRewards, "The event has no rewards yet.");

    public static readonly Refused CouponExpired =
        new(Codes.CouponExpired, "A coupon of the event has expired: nothing is granted with it any more.");

    public static readonly Refused AlreadyRequested =
        new(Codes.AlreadyRequested, "You have requested this event's rewards already.");

    public static readonly Refused ClaimLimitReached =
        new(Codes.ClaimLimitReached, "You have claimed as often as the event allows for now: come back at nextAt.");

    public static readonly Refused RequestLimitReached =
        new(Codes.RequestLimitReached, "The event has as many requests as it allows.");

    public static readonly Refused AlreadyDecided =
        new(Codes.AlreadyDecided, "The request has been decided already.");

    public static readonly Refused SelfDecision =
        new(Codes.SelfDecision, "Nobody decides on a request of his own.");

    public static readonly Refused SameOperator =
        new(Codes.SameOperator, "You have approved the request already: the second approval is another operator's.");

    public static readonly Refused NotFulfilled =
        new(Codes.InvalidState, "Only a request that is FULFILLED can be revoked.");

    public static readonly Refused NotPending =
        new(Codes.InvalidState, "Only a request that waits for a decision can be cancelled.");

    public static Refused NotEligible(Evaluation evaluation) => new(
        Codes.NotEligible,
        "What you have done does not meet the event's condition yet: evaluation says what counts, and how much of it there is.",
        Data: new Dictionary<string, JsonElement> { ["evaluation"] = JsonSerializer.SerializeToElement(evaluation, DocumentJson.Options) });

    public static Refused InvalidState(string detail) => new(Codes.InvalidState, detail);

    public static string Wire(EventStatus status) => status.ToString().ToUpperInvariant();
}
