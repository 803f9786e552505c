namespace Contracts.ServiceAccounts;

/// <summary>From the Gateway for an administrator. Answered with ServiceAccountList, newest first.</summary>
public sealed record ListServiceAccounts(int Limit, string? Cursor);
