using Bus;
using EventService;
using Hosting;

return await ServiceHost.Run(args, 8082, builder =>
{
    builder.AddEventService();
    builder.AddMessageBus(bus => bus.AddEventServiceConsumers());
});
