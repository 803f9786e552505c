namespace Testing.Servers;

/// <summary>The real components that tests may need. A server can be a running one, named by an environment variable.</summary>
public enum Real
{
    Postgres,
    Redis,
    RabbitMq,
    Prometheus,
    Coturn,
    Chromium,
    Npm,
    Nginx,
}

public static class RealExtensions
{
    public static bool IsInstalled(this Real real) => real switch
    {
        Real.Postgres => PostgresServer.IsInstalled,
        Real.Redis => RedisServer.IsInstalled,
        Real.Prometheus => PrometheusServer.IsInstalled,
        Real.Coturn => CoturnServer.IsInstalled,
        Real.Chromium => ChromiumBrowser.Path is not null,
        Real.Npm => NpmProgram.Path is not null,
        Real.Nginx => NginxServer.IsInstalled,
        Real.RabbitMq => RabbitMqServer.IsInstalled,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static bool IsAvailable(this Real real) => real.Given() is not null || real.IsInstalled();

    /// <summary>The connection string of TEST_POSTGRES, TEST_REDIS or TEST_RABBITMQ.</summary>
    public static string? Given(this Real real) =>
        Environment.GetEnvironmentVariable($"TEST_{real.ToString().ToUpperInvariant()}") is { Length: > 0 } given ? given : null;

    /// <summary>Starts the server and returns it.</summary>
    public static async Task<T> Started<T>(this T server) where T : RealServer
    {
        await server.Start();
        return server;
    }
}
