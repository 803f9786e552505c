using System.Diagnostics.Metrics;
using StackExchange.Redis;

namespace Hosting.Redis;

internal static class RedisErrors
{
    private static readonly Meter Meter = new("Messaging.Redis");
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("redis.errors", description: "Commands to Redis that failed, by what went wrong.");

    /// <summary>A caller who gave up is no error of Redis.</summary>
    public static void Count(Exception fault)
    {
        var kind = fault switch
        {
            TimeoutException => "timeout",
            RedisConnectionException => "connection",
            RedisServerException => "refused",
            OperationCanceledException => null,
            _ => "other",
        };
        if (kind is not null)
        {
            Errors.Add(1, KeyValuePair.Create("kind", (object?)kind));
        }
    }
}
