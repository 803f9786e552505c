using Bus;
using Hosting.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Sessions;

public static class SessionsExtensions
{
    /// <summary>Sessions and keys of service accounts in Redis, or in memory when the services share one process. Safe to call from each service.</summary>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        if (MessageBusSettings.From(builder.Configuration).Embedded)
        {
            builder.Services.TryAddSingleton<ISessions, MemorySessions>();
            builder.Services.TryAddSingleton<IServiceKeyStore, MemoryServiceKeyStore>();
        }
        else
        {
            builder.AddRedis();
            builder.Services.TryAddSingleton<ISessions, RedisSessions>();
            builder.Services.TryAddSingleton<IServiceKeyStore, RedisServiceKeyStore>();
        }
    }
}
