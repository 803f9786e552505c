namespace Contracts.Stages;

/// <summary>From the Gateway for those who look after the platform. Answered by LiveService with ServiceOperations.</summary>
public sealed record GetLiveOperations;
