using CampaignService.Platforms;
using Hosting.Secrets;
using Sessions;

namespace CampaignService.Credentials;

internal static class CredentialsExtensions
{
    public static void AddCredentials(this WebApplicationBuilder builder)
    {
        builder.AddSecretCipher(HttpPlatform.Section, JwtSettings.SecretOrNull(builder.Configuration));
        builder.Services.AddSingleton(CredentialKeys.From(builder.Configuration));
        builder.Services.AddSingleton<SealedCredentials>();
    }
}
