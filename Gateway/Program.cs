using Bus;
using Gateway;
using Hosting;

return await ServiceHost.Run(
    args,
    8080,
    builder =>
    {
        builder.AddGateway();
        builder.AddMessageBus(bus => bus.AddGatewayConsumers());
    },
    app => app.MapGateway());
