using Bus;
using CampaignService;
using Hosting;

return await ServiceHost.Run(args, 8085, builder =>
{
    builder.AddCampaignService();
    builder.AddMessageBus(bus => bus.AddCampaignServiceConsumers());
});
