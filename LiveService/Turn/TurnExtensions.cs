using Bus;
using Hosting.Redis;

namespace LiveService.Turn;

internal static class TurnExtensions
{
    /// <summary>What was issued is kept in Redis, or in memory when the services share one process: as sessions are.</summary>
    public static void AddTurn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TurnSettings.From(builder.Configuration));
        builder.Services.AddSingleton<TurnSigner>();
        if (MessageBusSettings.From(builder.Configuration).Embedded)
        {
            builder.Services.AddSingleton<ITurnSessions, MemoryTurnSessions>();
        }
        else
        {
            builder.AddRedis();
            builder.Services.AddSingleton<ITurnSessions, RedisTurnSessions>();
        }

        builder.Services.AddHostedService<CountTurnSessions>();
    }

    public static void AddTurnConsumers(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<IssueTurnCredentialsConsumer>();
        bus.AddRequestConsumer<IssueServerCredentialsConsumer>();
        bus.AddRequestConsumer<VerifyTurnCredentialsConsumer>();
    }
}
