namespace Contracts.Connections;

/// <summary>The answer to BeginRewrap: it goes on in the background. KeyId: of the newest key.</summary>
public sealed record RewrapStarted(string KeyId);
