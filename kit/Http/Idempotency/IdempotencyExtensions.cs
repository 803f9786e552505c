using Bus;
using Hosting.Redis;

namespace Http.Idempotency;

public static class IdempotencyExtensions
{
    /// <summary>Records in Redis, or in memory when the services share one process.</summary>
    public static void AddIdempotency(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(IdempotencySettings.Usual);
        if (MessageBusSettings.From(builder.Configuration).Embedded)
        {
            builder.Services.AddSingleton<IIdempotencyRecords>(provider => new MemoryIdempotencyRecords(
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IdempotencySettings>()));
        }
        else
        {
            builder.AddRedis();
            builder.Services.AddSingleton<IIdempotencyRecords, RedisIdempotencyRecords>();
        }
    }

    public static void UseIdempotencyKeys(this WebApplication app) => app.UseMiddleware<IdempotencyMiddleware>();

    public static TBuilder IgnoresIdempotencyKey<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(NoIdempotencyKey.Instance);

    /// <summary>Whether the route takes an Idempotency-Key.</summary>
    public static bool TakesIdempotencyKey(this Endpoint endpoint, string method) =>
        endpoint is RouteEndpoint
        && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method)
        && endpoint.Metadata.GetMetadata<NoIdempotencyKey>() is null;
}

public sealed class NoIdempotencyKey
{
    public static readonly NoIdempotencyKey Instance = new();
}
