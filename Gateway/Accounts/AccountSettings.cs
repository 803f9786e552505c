using Hosting.Configuration;

namespace Gateway.Accounts;

/// <param name="RequireVerifiedEmail">Whether rewards are for those alone who have verified their e-mail address.</param>
internal sealed record AccountSettings(bool RequireVerifiedEmail)
{
    public static AccountSettings From(IConfiguration configuration) => new(configuration.Flag("Accounts:RequireVerifiedEmail", false));
}
