using Bus;
using CampaignService.Configurations;
using CampaignService.Credentials;
using CampaignService.Operations;
using CampaignService.Owners;
using CampaignService.Platforms;
using CampaignService.Sweeps;
using CampaignService.Syncs;
using Documents.Sweeps;
using MassTransit;
using Storage;

namespace CampaignService;

public static class CampaignServiceExtensions
{
    /// <summary>Advertising platforms, how users and teams use them, and their accounts there with sealed credentials, in the database <c>campaign_db</c>.</summary>
    public static void AddCampaignService(this WebApplicationBuilder builder)
    {
        builder.AddDocuments("campaign_db").Add(ConnectedAccount.Schema).Add(PlatformConfigs.Schema).Add(KeyRotation.Schema).Add(ForgottenOwner.Schema).AddSyncs();
        builder.Services.AddSingleton<ForgottenOwners>();
        builder.Services.AddRetention<Leftovers>();
        builder.AddPlatforms();
        builder.AddCredentials();
        builder.AddConfigurations();
        builder.Services.AddSyncs();
    }

    public static void AddCampaignServiceConsumers(this IBusRegistrationConfigurator registrations)
    {
        var bus = registrations.ForService("campaign");
        bus.AddRequestConsumer<ListPlatformsConsumer>();
        bus.AddRequestConsumer<GetCampaignOperationsConsumer>();
        bus.AddConfigurationConsumers();
        bus.AddCredentialConsumers();
        bus.AddSyncs();
    }
}
