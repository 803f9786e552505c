namespace Gateway.Accounts;

/// <summary>What e-mail addresses and new passwords look like.</summary>
internal static class AccountRules
{
    private const int LongestEmail = 254;
    private const int ShortestPassword = 8;
    private const int LongestPassword = 128;

    public static void Email(this Faults faults, string email, string field)
    {
        var text = email.Trim();
        var parts = text.Split('@');
        var valid = text.Length <= LongestEmail
            && text.All(c => c is > ' ' and <= '~')
            && parts is [{ Length: > 0 }, { Length: > 0 } domain]
            && domain.Contains('.', StringComparison.Ordinal)
            && !domain.Split('.').Contains("");
        faults.AddIf(!valid, field, $"is an e-mail address like name@example.com, in plain letters and at most {LongestEmail} characters.");
    }

    public static void Password(this Faults faults, string password, string field) => faults
        .AddIf(password.Length is < ShortestPassword or > LongestPassword, field, $"has {ShortestPassword} to {LongestPassword} characters.")
        .AddIf(!password.Any(char.IsUpper), field, "has an upper-case letter.")
        .AddIf(!password.Any(char.IsLower), field, "has a lower-case letter.")
        .AddIf(!password.Any(char.IsDigit), field, "has a digit.");
}
