using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Support.Processes;

namespace Support.Components;

/// <summary>A RabbitMQ of the test's own: its own node name, ports, cookie and data.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rabbitmq-").FullName;
    private readonly int port = ServiceProcess.FreePort();
    private readonly ServerProcess server;

    private RabbitMqServer()
    {
        var epmd = ServiceProcess.FreePort();
        server = new ServerProcess("RabbitMQ", "/usr/lib/rabbitmq/bin/rabbitmq-server", [], new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = $"test{port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{ServiceProcess.FreePort()}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
            ["ERL_EPMD_PORT"] = $"{epmd}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        });
    }

    public string ConnectionString => $"amqp://guest:guest@127.0.0.1:{port}/";

    public static async Task<RabbitMqServer> Start()
    {
        var rabbit = new RabbitMqServer();
        await rabbit.Restart();
        return rabbit;
    }

    /// <summary>Stops it with kill -9; its queues and messages stay.</summary>
    public Task Kill() => server.Kill();

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task Restart()
    {
        server.Start();
        await server.Ready(Answers, TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> Answers()
    {
        try
        {
            var factory = new ConnectionFactory { Uri = new Uri(ConnectionString), RequestedConnectionTimeout = TimeSpan.FromSeconds(2) };
            await using var connection = await factory.CreateConnectionAsync();
            return connection.IsOpen;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }
}
