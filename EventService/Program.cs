using EventService;
using ServiceDefaults;
using ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEventService();
builder.AddMessageBus(bus => bus.AddEventServiceConsumers());

var app = builder.Build();
app.MapServiceDefaults();
app.Run();
