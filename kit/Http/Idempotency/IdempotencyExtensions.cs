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

    /// <summary>For an answer that no store may have: sent again, the request is carried out again.</summary>
    public static TBuilder KeepsNoAnswer<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(NoKeptAnswer.Instance);

    /// <summary>Whether what is sent again with its key is answered as it was at first.</summary>
    public static bool AnswersAsBefore(this Endpoint endpoint, string method) => endpoint.TakesIdempotencyKey(method) && endpoint.KeepsAnswer();

    internal static bool KeepsAnswer(this Endpoint endpoint) => endpoint.Metadata.GetMetadata<NoKeptAnswer>() is null;

    /// <summary>Whether the route takes an Idempotency-Key.</summary>
    public static bool TakesIdempotencyKey(this Endpoint endpoint, string method) =>
        endpoint is RouteEndpoint
        && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method)
        && endpoint.Metadata.GetMetadata<NoIdempotencyKey>() is null;
}

public sealed class NoKeptAnswer
{
    public static readonly NoKeptAnswer Instance = new();
}

public sealed class NoIdempotencyKey
{
    public static readonly NoIdempotencyKey Instance = new();
}
