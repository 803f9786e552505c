using EventService;
using ServiceDefaults;
using ServiceDefaults.Messaging;

return await ServiceHost.Run(args, 8082, builder =>
{
    builder.AddEventService();
    builder.AddMessageBus(bus => bus.AddEventServiceConsumers());
});
