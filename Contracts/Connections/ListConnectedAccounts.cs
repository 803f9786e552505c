namespace Contracts.Connections;

/// <summary>From the Gateway for who may see the owner's, of a platform or of all, newest first. Answered with ConnectedAccountList, or Refused
/// NOT_FOUND.</summary>
public sealed record ListConnectedAccounts(Owner Owner, string? Platform, int Limit, string? Cursor);
