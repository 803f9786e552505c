using Contracts.Users;

namespace Contracts;

/// <summary>The signed-in user on whose behalf the Gateway asks.</summary>
public sealed record Caller(Guid UserId, IReadOnlyList<Role> Roles);
