namespace Contracts.Connections;

/// <summary>The answer to ConnectAccount. IsNew: it was not connected before.</summary>
public sealed record AccountConnected(ConnectedAccountDetails Account, bool IsNew);
