namespace Contracts.Requests;

/// <summary>From RewardWorker, for requests that did not agree with its ledger. Answered with RewardRequestStateList: those that exist.</summary>
public sealed record FindRequestStates(IReadOnlyList<Guid> RequestIds);
