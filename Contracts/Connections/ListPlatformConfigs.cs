namespace Contracts.Connections;

/// <summary>From the Gateway for who may see the owner's. Answered with PlatformConfigList, or Refused NOT_FOUND.</summary>
public sealed record ListPlatformConfigs(Owner Owner, string Platform, int Limit, string? Cursor);
