using System.Text.Json;

namespace Contracts.Connections;

/// <summary>A configuration of a platform as its owner sees it. Current: the one of them that is used.</summary>
public sealed record PlatformConfigDetails(
    Guid Id, string Name, IReadOnlyDictionary<string, JsonElement> Settings, bool Current, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
