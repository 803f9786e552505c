namespace Contracts.Connections;

/// <summary>The answer to ListPlatformConfigs.</summary>
public sealed record PlatformConfigList(IReadOnlyList<PlatformConfigDetails> Items, string? NextCursor);
