namespace Contracts.Requests;

/// <summary>From RewardWorker to its own saga when a time it waits for has come: the deadline of an approval, or of an answer that it
/// asks for again.</summary>
public sealed record FulfilmentDue(Guid RequestId);
