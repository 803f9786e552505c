namespace Contracts.Connections;

/// <summary>From the Gateway for those who look after the platform. Answered with KeyUseList.</summary>
public sealed record ListKeyUses;
