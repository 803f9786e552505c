using AuthService;
using ServiceDefaults;
using ServiceDefaults.Messaging;

return await ServiceHost.Run(args, 8081, builder =>
{
    builder.AddAuthService();
    builder.AddMessageBus(bus => bus.AddAuthServiceConsumers());
});
