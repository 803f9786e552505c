namespace Contracts.Requests;

/// <summary>From RewardWorker, which compares its ledger with them. Answered with RewardRequestStateList: at most Limit requests in
/// the order of their ids, from the given one (inclusive) on.</summary>
public sealed record ListRequestStates(Guid? From, int Limit);
