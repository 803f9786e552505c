using Hosting.Configuration;

namespace AuthService.SecondFactors;

/// <param name="Issuer">As authenticators show it beside the account.</param>
internal sealed record SecondFactorSettings(string Issuer)
{
    private const string IssuerKey = "Accounts:MfaIssuer";
    private const string DefaultIssuer = "Messaging";
    private const int MostCharacters = 64;

    public static SecondFactorSettings From(IConfiguration configuration)
    {
        var issuer = configuration[IssuerKey] is { Length: > 0 } given ? given.Trim() : DefaultIssuer;
        return issuer.Length is > 0 and <= MostCharacters && !issuer.Contains(':', StringComparison.Ordinal) && !issuer.Any(char.IsControl)
            ? new SecondFactorSettings(issuer)
            : throw new ConfigurationException(IssuerKey, $"is not 1 to {MostCharacters} characters without a colon");
    }
}
