using Bus;
using Hosting.Configuration;
using Hosting.Networks;
using Hosting.Redis;
using Http.Problems;

namespace Http.Limits;

public static class LimitsExtensions
{
    private static readonly Problem Denied = new("FORBIDDEN", "Requests from this address are not served here: ask the operators.");

    /// <summary>Counts in Redis, or in memory when the services share one process.</summary>
    public static void AddLimits(this WebApplicationBuilder builder, string adminRole)
    {
        var settings = LimitSettings.From(builder.Configuration, adminRole);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<LimitLog>();
        builder.Services.AddSingleton<RequestLimits>();
        if (MessageBusSettings.From(builder.Configuration).Embedded)
        {
            builder.Services.AddSingleton<IRateLimits>(Local);
        }
        else
        {
            builder.AddRedis();
            builder.Services.AddSingleton<IRateLimits>(provider => new SharedRateLimits(
                new RedisRateLimits(provider.GetRequiredService<RedisConnection>(), LimitSettings.Window),
                Local(provider),
                settings.RedisPatience,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SharedRateLimits>>()));
        }
    }

    public static void UseDenyList(this WebApplication app)
    {
        var (settings, log) = (app.Services.GetRequiredService<LimitSettings>(), app.Services.GetRequiredService<LimitLog>());
        app.Use((context, next) =>
        {
            if (context.ClientAddress() is not { } address || !settings.Deny.Contains(address))
            {
                return next(context);
            }

            log.Denied(context);
            return Denied.ExecuteAsync(context);
        });
    }

    public static void UseLimits(this WebApplication app) => app.UseMiddleware<LimitsMiddleware>();

    /// <summary>A limit of a route that does not exist stops the host: it would protect nothing.</summary>
    public static void CheckRouteLimits(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<LimitSettings>();
        if (settings.Routes.Count == 0)
        {
            return;
        }

        var known = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => LimitSettings.NameOf(endpoint, method)))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var route in settings.Routes.Keys.Where(route => !known.Contains(route)))
        {
            throw new ConfigurationException($"{LimitSettings.Section}:Routes", $"names '{route}', which is no route like POST /events/{{id}}/request");
        }
    }

    private static MemoryRateLimits Local(IServiceProvider provider) => new(provider.GetRequiredService<TimeProvider>(), LimitSettings.Window);
}
