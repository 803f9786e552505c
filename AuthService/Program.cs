using AuthService;
using Bus;
using Hosting;

return await ServiceHost.Run(args, 8081, builder =>
{
    builder.AddAuthService();
    builder.AddMessageBus(bus => bus.AddAuthServiceConsumers());
});
