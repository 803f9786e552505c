using AuthService;
using ServiceDefaults;
using ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddAuthService();
builder.AddMessageBus(bus => bus.AddAuthServiceConsumers());

var app = builder.Build();
app.MapServiceDefaults();
app.Run();
