using Hosting.Networks;
using Http.Deadlines;

namespace Http.Validation;

public static class RequestValidation
{
    /// <summary>Checks every argument that is <see cref="IChecked"/>; what is wrong with them is answered together.</summary>
    public static RouteGroupBuilder ValidateRequests(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        if (context.Arguments.OfType<RequestBody>().Any())
        {
            // The services have their time from the end of the body: what the caller took to send it is his own.
            services.GetRequiredService<Deadline>().Restart();
        }

        var faults = new Faults(services.GetRequiredService<TimeProvider>().GetUtcNow(), services.GetRequiredKeyedService<OutboundTargets>);
        foreach (var argument in context.Arguments.OfType<IChecked>())
        {
            argument.Check(faults);
        }

        return faults.ToProblem() is { } problem ? problem : await next(context);
    });
}
