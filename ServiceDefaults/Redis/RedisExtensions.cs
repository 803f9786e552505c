using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDefaults.Configuration;

namespace ServiceDefaults.Redis;

public static class RedisExtensions
{
    /// <summary>The connection named by <c>ConnectionStrings__Redis</c>. Safe to call from each service.</summary>
    public static void AddRedis(this WebApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.Required("ConnectionStrings:Redis");
        builder.Services.TryAddSingleton(_ => new RedisConnection(connectionString));
    }
}
