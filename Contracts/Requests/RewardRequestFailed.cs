namespace Contracts.Requests;

/// <summary>From the saga when a reward was refused, or not delivered, and the others are taken back. EventService records it with the code.</summary>
public sealed record RewardRequestFailed(Guid RequestId, string Code);
