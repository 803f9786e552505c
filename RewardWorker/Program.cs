using RewardWorker;
using ServiceDefaults;
using ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRewardWorker();
builder.AddMessageBus(bus => bus.AddRewardWorkerConsumers());

var app = builder.Build();
app.MapServiceDefaults();
app.Run();
