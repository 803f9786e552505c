using Bus;
using Hosting.Redis;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthService.LoginFailures;

internal static class LoginFailuresExtensions
{
    /// <summary>In Redis, or in memory when the services share one process: as sessions are.</summary>
    public static void AddLoginFailures(this WebApplicationBuilder builder)
    {
        if (MessageBusSettings.From(builder.Configuration).Embedded)
        {
            builder.Services.TryAddSingleton<ILoginFailures>(provider => new MemoryLoginFailures(provider.GetRequiredService<TimeProvider>()));
        }
        else
        {
            builder.AddRedis();
            builder.Services.TryAddSingleton<ILoginFailures, RedisLoginFailures>();
        }

        builder.Services.AddSingleton<LoginGuard>();
    }
}
