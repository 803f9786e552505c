namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's. Where it was current, the oldest of the others is. Answered with
/// PlatformConfigDeleted, or Refused NOT_FOUND, CONFIG_IN_USE.</summary>
public sealed record DeletePlatformConfig(Guid ConfigId, Owner Owner, string Platform, Caller Caller);
