namespace Contracts.Users;

/// <summary>The answer to BeginMfa. Secret in base32; OtpauthUri holds it as authenticators read it.</summary>
public sealed record MfaBegun(string Secret, string OtpauthUri);
