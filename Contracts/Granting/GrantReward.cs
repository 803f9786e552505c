using Contracts.Requests;

namespace Contracts.Granting;

/// <summary>From the saga for each reward of an approved request. RewardGranted or RewardGrantRefused follows.</summary>
public sealed record GrantReward(Guid RequestId, Guid EventId, Guid UserId, RewardToGrant Reward);
