namespace Contracts.Events;

/// <summary>From the Gateway for those who look after the platform. Answered by EventService with ServiceOperations.</summary>
public sealed record GetEventOperations;
