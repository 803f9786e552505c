namespace AuthService.Passwords;

/// <summary>What a password must have: 8 to 128 characters with an upper-case letter, a lower-case letter and a digit.</summary>
internal static class PasswordPolicy
{
    private const int Least = 8;
    private const int Most = 128;

    /// <summary>Every fault as a sentence; none when the password may be used.</summary>
    public static string[] Faults(string? password)
    {
        var text = password ?? "";
        return [.. Sentences()];

        IEnumerable<string> Sentences()
        {
            if (text.Length is < Least or > Most)
            {
                yield return $"Use {Least} to {Most} characters.";
            }

            if (!text.Any(char.IsUpper))
            {
                yield return "Use at least one upper-case letter.";
            }

            if (!text.Any(char.IsLower))
            {
                yield return "Use at least one lower-case letter.";
            }

            if (!text.Any(char.IsDigit))
            {
                yield return "Use at least one digit.";
            }
        }
    }
}
