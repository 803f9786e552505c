namespace Contracts.Connections;

/// <summary>The answer to DeletePlatformConfig.</summary>
public sealed record PlatformConfigDeleted(Guid ConfigId);
