namespace Contracts.Users;

/// <summary>From the Gateway for an administrator. Ends every session and erases what is personal; the id stays in ledgers,
/// requests and the audit log. Answered with UserDeleted, or Refused NOT_FOUND, LAST_ADMIN, FORBIDDEN.</summary>
public sealed record DeleteUser(Guid UserId, Caller Caller);
