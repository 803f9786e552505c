using Bus;

namespace CampaignService.Configurations;

internal static class ConfigurationsExtensions
{
    public static void AddConfigurations(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ConfigDecisions>();

    public static void AddConfigurationConsumers(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<ListPlatformConfigsConsumer>();
        bus.AddRequestConsumer<CreatePlatformConfigConsumer>();
        bus.AddRequestConsumer<ChangePlatformConfigConsumer>();
        bus.AddRequestConsumer<ChangeCurrentConfigConsumer>();
        bus.AddRequestConsumer<DeletePlatformConfigConsumer>();
        bus.AddDurableConsumer<ForgetConfigurationsConsumer>();
    }
}
