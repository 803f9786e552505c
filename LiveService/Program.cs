using Bus;
using Hosting;
using LiveService;

return await ServiceHost.Run(
    args,
    8084,
    builder =>
    {
        builder.AddLiveHost();
        builder.AddMessageBus(bus => bus.AddLiveServiceConsumers());
    },
    app => app.MapLiveHost());
