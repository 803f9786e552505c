using Gateway;
using ServiceDefaults;
using ServiceDefaults.Messaging;

return await ServiceHost.Run(
    args,
    8080,
    builder =>
    {
        builder.AddGateway();
        builder.AddMessageBus(bus => bus.AddGatewayConsumers());
    },
    app => app.MapGateway());
