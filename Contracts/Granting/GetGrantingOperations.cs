namespace Contracts.Granting;

/// <summary>From the Gateway for those who look after the platform. Answered by RewardWorker with ServiceOperations.</summary>
public sealed record GetGrantingOperations;
