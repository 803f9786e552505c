using Bus;
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
        builder.Services.AddSingleton<KeyUses>();
        builder.Services.AddHostedService<TellLostKeys>();
    }

    public static void AddCredentialConsumers(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<ListConnectedAccountsConsumer>();
        bus.AddRequestConsumer<ConnectAccountConsumer>();
        bus.AddRequestConsumer<ChangeConnectedAccountConsumer>();
        bus.AddRequestConsumer<DisconnectAccountConsumer>();
        bus.AddRequestConsumer<ListKeyUsesConsumer>();
        bus.AddRequestConsumer<BeginRewrapConsumer>();
        bus.AddDurableConsumer<RewrapCredentialsConsumer>();
        bus.AddDurableConsumer<ForgetConnectionsConsumer>();
    }
}
