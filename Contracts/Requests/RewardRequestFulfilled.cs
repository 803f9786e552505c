namespace Contracts.Requests;

/// <summary>From the saga when every reward is granted. EventService records it.</summary>
public sealed record RewardRequestFulfilled(Guid RequestId, IReadOnlyList<GrantedReward> Grants);
