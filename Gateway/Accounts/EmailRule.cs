namespace Gateway.Accounts;

/// <summary>What e-mail addresses look like.</summary>
internal static class EmailRule
{
    private const int LongestEmail = 254;

    public static void Email(this Faults faults, string email, string field)
    {
        var parts = email.Split('@');
        var valid = email.Length <= LongestEmail
            && email.All(c => c is > ' ' and <= '~')
            && parts is [{ Length: > 0 }, { Length: > 0 } domain]
            && domain.Contains('.', StringComparison.Ordinal)
            && !domain.Split('.').Contains("");
        faults.AddIf(!valid, field, $"is an e-mail address like name@example.com, in plain letters and at most {LongestEmail} characters.");
    }
}
