namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's: this configuration is current from now on. Answered with PlatformConfigDetails,
/// or Refused NOT_FOUND.</summary>
public sealed record ChangeCurrentConfig(Guid ConfigId, Owner Owner, string Platform, Caller Caller);
