namespace Contracts.Turn;

/// <summary>The bounds of what is said with TURN credentials.</summary>
public static class TurnRules
{
    private const int MaxName = 64;
    private const int MaxUsername = 200;
    private const int MaxCredential = 200;

    /// <summary>A name stands in a username, whose parts are told apart by colons. Null passes.</summary>
    public static void CheckName(string? name, FieldFaults faults) => faults.AddIf(
        name is not null && (name.Length is 0 or > MaxName || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@')),
        "username",
        $"has 1 to {MaxName} letters, digits, dots, dashes, underscores and at signs.");

    public static void Check(VerifyTurnCredentials given, FieldFaults faults) => faults
        .AddIf(given.Username.Length > MaxUsername, "username", $"has at most {MaxUsername} characters.")
        .AddIf(given.Credential.Length > MaxCredential, "credential", $"has at most {MaxCredential} characters.");
}
