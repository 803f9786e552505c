using Contracts.Requests;
using Messages;

namespace EventService.Requests;

/// <summary>A reward of a request, as it was when the request was made.</summary>
internal sealed record ClaimedReward(RewardToGrant ToGrant, bool Granted = false, string? CouponCode = null) : Extensible
{
    public RequestedReward ToDetails(bool withCode) =>
        new(ToGrant.RewardId, ToGrant.Value.Type, ToGrant.Name, Granted, withCode ? CouponCode : null);
}
