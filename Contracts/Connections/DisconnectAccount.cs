namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's. Answered with AccountDisconnected, or Refused NOT_FOUND.</summary>
public sealed record DisconnectAccount(Owner Owner, string Platform, string AccountId, Caller Caller);
