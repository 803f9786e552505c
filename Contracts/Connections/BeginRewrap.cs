namespace Contracts.Connections;

/// <summary>From the Gateway for an administrator: the newest key is to wrap every record. Answered with RewrapStarted.</summary>
public sealed record BeginRewrap(Caller Caller);
