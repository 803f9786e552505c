using Gateway;
using ServiceDefaults;
using ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddGateway();
builder.AddMessageBus(bus => bus.AddGatewayConsumers());

var app = builder.Build();
app.MapGateway();
app.MapServiceDefaults();
app.Run();
