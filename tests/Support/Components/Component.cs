namespace Support.Components;

/// <summary>A real server that tests start for themselves from Debian's packages.</summary>
public enum Component
{
    RabbitMq,
    Redis,
    Postgres,
}

public static class Installed
{
    /// <summary>Why the component cannot be started here; null when it can.</summary>
    public static string? Missing(Component component)
    {
        var (binary, package) = component switch
        {
            Component.RabbitMq => ("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"),
            Component.Redis => ("/usr/bin/redis-server", "redis-server"),
            _ => (PostgresServer.Binary("postgres"), "postgresql"),
        };
        return File.Exists(binary) ? null : $"{component} is not installed: apt-get install {package}";
    }
}
