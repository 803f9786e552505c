using RewardWorker;
using ServiceDefaults;
using ServiceDefaults.Messaging;

return await ServiceHost.Run(args, 8083, builder =>
{
    builder.AddRewardWorker();
    builder.AddMessageBus(bus => bus.AddRewardWorkerConsumers());
});
