namespace Contracts.Connections;

/// <summary>The answer to ListPlatforms: all of them.</summary>
public sealed record PlatformList(IReadOnlyList<PlatformDetails> Items);
