namespace Contracts.Users;

/// <summary>From the Gateway for an administrator's search. Answered with UserList, newest first.</summary>
public sealed record FindUsers(string? Email, int Limit, string? Cursor);
