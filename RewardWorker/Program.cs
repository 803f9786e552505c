using Bus;
using Hosting;
using RewardWorker;

return await ServiceHost.Run(args, 8083, builder =>
{
    builder.AddRewardWorker();
    builder.AddMessageBus(bus => bus.AddRewardWorkerConsumers());
});
