namespace Contracts.Requests;

/// <summary>From RewardWorker to its own saga when the deadline of an approval has come. The saga sends RejectRewardRequest.</summary>
public sealed record ApprovalDeadlinePassed(Guid RequestId);
