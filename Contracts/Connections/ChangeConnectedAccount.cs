namespace Contracts.Connections;

/// <summary>From the Gateway for who may change the owner's: what is given. Unscheduled takes SyncEveryMinutes away. Answered with
/// ConnectedAccountDetails, or Refused NOT_FOUND, VALIDATION_FAILED, KEY_UNAVAILABLE when it could not be synced.</summary>
public sealed record ChangeConnectedAccount(
    Owner Owner, string Platform, string AccountId, AccountStatus? Status, int? SyncEveryMinutes, bool Unscheduled, Caller Caller);
