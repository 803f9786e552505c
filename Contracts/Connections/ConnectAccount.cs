namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's: credentials of an account, in place of those that are there. Credentials is JSON,
/// encrypted on the way for ConnectionRules.SealedFor. Answered with AccountConnected, or Refused NOT_FOUND, VALIDATION_FAILED, INVALID_STATE.</summary>
public sealed record ConnectAccount(Owner Owner, string Platform, string AccountId, string Credentials, int? SyncEveryMinutes, Caller Caller);
