using Hosting.Configuration;
using Hosting.Health;
using Hosting.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace Hosting.Redis;

public static class RedisExtensions
{
    private const string Key = "ConnectionStrings:Redis";

    /// <summary>The connection named by <c>ConnectionStrings__Redis</c>. Safe to call from each service.</summary>
    public static void AddRedis(this WebApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.Required(Key);
        builder.Configuration.RefuseKnown(Key, Parse(connectionString).Password);
        builder.Services.TryAddSingleton(_ => new RedisConnection(connectionString));
        builder.Services.AddComponent("redis", provider =>
        {
            var redis = provider.GetRequiredService<RedisConnection>();
            return cancellationToken => redis.Run(database => database.PingAsync(), cancellationToken);
        });
    }

    private static ConfigurationOptions Parse(string connectionString)
    {
        var fault = new ConfigurationException(Key, "is not an address like 127.0.0.1:6379,password=...");
        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            return options.EndPoints.Count > 0 && !connectionString.Contains("://", StringComparison.Ordinal) ? options : throw fault;
        }
        catch (ArgumentException)
        {
            throw fault;
        }
    }
}
