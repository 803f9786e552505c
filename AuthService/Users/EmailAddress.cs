namespace AuthService.Users;

/// <param name="Text">As given, trimmed.</param>
/// <param name="Normalized">By which accounts are told apart: any case is the same address.</param>
internal sealed record EmailAddress(string Text, string Normalized)
{
    /// <summary>What <see cref="Parse"/> wants, as a sentence.</summary>
    public const string Rule = "is an e-mail address like name@example.com, in plain letters and at most 254 characters.";

    private const int Most = 254;

    /// <summary>
    /// Null when it is no e-mail address. Only ASCII is taken (an international domain in its xn-- form): the runtime
    /// has no Unicode normalization in invariant mode, so look-alikes and composed forms could not be told to be one.
    /// </summary>
    public static EmailAddress? Parse(string? given)
    {
        var text = given?.Trim() ?? "";
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= Most && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.All(c => c is > ' ' and <= '~')
            ? new EmailAddress(text, text.ToLowerInvariant())
            : null;
    }
}
