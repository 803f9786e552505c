namespace Messaging.Client;

/// <summary>An account as its owner and administrators see it.</summary>
public sealed record User(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<Role> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    bool EmailVerified,
    bool MfaEnabled);

/// <summary>What an account may do. ADMIN may all that OPERATOR may.</summary>
public enum Role
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    User,
    Operator,
    Auditor,
    Admin,
}

/// <summary>A secret for an authenticator, not yet in force. QrCode: a data URI of a picture.</summary>
public sealed record SecondFactorSecret(string Secret, string OtpauthUri, string QrCode)
{
    /// <summary>Without the secret, for logs.</summary>
    public override string ToString() => nameof(SecondFactorSecret);
}

/// <summary>Each stands in for a code of the authenticator once. They are shown this once.</summary>
public sealed record RecoveryCodes(
    [property: System.Text.Json.Serialization.JsonPropertyName("recoveryCodes")] IReadOnlyList<string> Codes);

/// <summary>The permissions that there are, and those of each role by its word.</summary>
public sealed record PermissionList(IReadOnlyList<string> Permissions, IReadOnlyDictionary<string, IReadOnlyList<string>> Roles);
