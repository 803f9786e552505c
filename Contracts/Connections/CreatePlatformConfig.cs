using System.Text.Json;

namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's; the first becomes current. Answered with PlatformConfigDetails, or Refused
/// NOT_FOUND, VALIDATION_FAILED by the platform's schema, INVALID_STATE.</summary>
public sealed record CreatePlatformConfig(
    Guid ConfigId, Owner Owner, string Platform, string Name, IReadOnlyDictionary<string, JsonElement> Settings, Caller Caller);
