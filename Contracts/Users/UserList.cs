namespace Contracts.Users;

/// <summary>The answer to FindUsers.</summary>
public sealed record UserList(IReadOnlyList<UserDetails> Items, string? NextCursor);
