using Bus;
using CampaignService.Credentials;
using CampaignService.Operations;
using CampaignService.Platforms;
using MassTransit;
using Storage;

namespace CampaignService;

public static class CampaignServiceExtensions
{
    /// <summary>Advertising platforms, the accounts of users and teams on them with their sealed credentials, in the database <c>campaign_db</c>.</summary>
    public static void AddCampaignService(this WebApplicationBuilder builder)
    {
        builder.AddDocuments("campaign_db").Add(ConnectedAccount.Schema);
        builder.AddPlatforms();
        builder.AddCredentials();
    }

    public static void AddCampaignServiceConsumers(this IBusRegistrationConfigurator registrations)
    {
        var bus = registrations.ForService("campaign");
        bus.AddRequestConsumer<ListPlatformsConsumer>();
        bus.AddRequestConsumer<GetCampaignOperationsConsumer>();
    }
}
