using Hosting;
using OperatorsConsole;

return await ServiceHost.Run(args, 8090, builder => builder.AddOperatorsConsole(), app =>
{
    app.MapGet("/", () => TypedResults.LocalRedirect("/console/"));
    app.MapOperatorsConsole();
});
