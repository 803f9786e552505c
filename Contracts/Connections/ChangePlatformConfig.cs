using System.Text.Json;

namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's: another name and other settings in place of what it has. Answered with
/// PlatformConfigDetails, or Refused NOT_FOUND, VALIDATION_FAILED by the platform's schema.</summary>
public sealed record ChangePlatformConfig(
    Guid ConfigId, Owner Owner, string Platform, string Name, IReadOnlyDictionary<string, JsonElement> Settings, Caller Caller);
