using Hosting;
using OperatorsConsole;

return await ServiceHost.Run(args, 8090, builder => builder.AddOperatorsConsole(), app => app.MapOperatorsConsole());
