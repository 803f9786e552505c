namespace Contracts.Requests;

/// <summary>The answer to ListRequestStates, with the id of the first request behind the page, and to FindRequestStates.</summary>
public sealed record RewardRequestStateList(IReadOnlyList<RewardRequestState> Items, Guid? Next);
