using System.Text.Json.Serialization;
using Contracts.Requests;
using Messages;

namespace EventService.Requests;

/// <summary>A reward of a request. What it is stands in the terms of the request; ToGrant in place of RewardId is an earlier form.</summary>
internal sealed record ClaimedReward(Guid? RewardId, bool Granted = false, string? CouponCode = null, RewardToGrant? ToGrant = null) : Extensible
{
    [JsonIgnore]
    public Guid Id => RewardId ?? ToGrant!.RewardId;
}
