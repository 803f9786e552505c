using Testing.Processes;

namespace Testing.Servers;

/// <summary>A broker with an Erlang port mapper of its own, apart from any that the machine runs.</summary>
public sealed class RabbitMqServer() : RealServer("rabbitmq")
{
    /// <summary>Not the wrapper on the path, which changes user and folder.</summary>
    private static readonly string? Program = Programs.Find(
        "rabbitmq-server", [.. Programs.Versions("/usr/lib/rabbitmq/lib", "sbin"), "/opt/rabbitmq/sbin", "/usr/local/sbin"]);

    private static readonly string? PortMapper = Programs.Find("epmd");

    private const string Administrator = "tests";
    private const string AdministratorPassword = "password-of-the-tests";

    private readonly int distributionPort = Ports.Free();
    private readonly int portMapperPort = Ports.Free();
    private readonly int metricsPort = Ports.Free();
    private OwnedProcess? portMapper;

    public static bool IsInstalled => Program is not null && PortMapper is not null;

    /// <summary>Passwords of the users that <c>deploy/rabbitmq</c> defines; with them it has no other user.</summary>
    public IReadOnlyDictionary<string, string>? Users { get; init; }

    /// <summary>Of an administrator, where there are no <see cref="Users"/>.</summary>
    public override string ConnectionString => $"amqp://{Administrator}:{AdministratorPassword}@127.0.0.1:{Port}/";

    private protected override TimeSpan StartBound => TimeSpan.FromSeconds(120);

    private string Configuration => Path.Combine(Folder, "rabbitmq.conf");

    private string Definitions => Path.Combine(Folder, "definitions.json");

    private string Plugins => Path.Combine(Folder, "enabled_plugins");

    private Dictionary<string, string> Environment => new()
    {
        ["HOME"] = Folder,
        ["ERL_EPMD_PORT"] = $"{portMapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"test{Port}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Configuration,
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Plugins,
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",

        // The script then becomes the broker instead of waiting for it: one process to signal.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
    };

    /// <summary>Of the administrator; who is connected with the former one is cut off.</summary>
    public async Task ChangePassword(string password)
    {
        await Control("change_password", Administrator, password);
        await Control("close_all_connections", "password changed");
    }

    /// <summary>What its commands need to reach it, and where they are.</summary>
    public IReadOnlyDictionary<string, string> Commands => new Dictionary<string, string>(Environment)
    {
        ["PATH"] = $"{Path.GetDirectoryName(Program)}:{System.Environment.GetEnvironmentVariable("PATH")}",
    };

    /// <summary>Gives the administrator the password of <see cref="ConnectionString"/> again.</summary>
    public Task RestorePassword() => Control("change_password", Administrator, AdministratorPassword);

    /// <summary>Has its metrics served, as the plug-in that comes with it does.</summary>
    /// <returns>The port, of this machine.</returns>
    public async Task<int> ServeMetrics()
    {
        await OwnedProcess.Run(Path.Combine(Path.GetDirectoryName(Program!)!, "rabbitmq-plugins"), ["--online", "enable", "rabbitmq_prometheus"], environment: Environment);
        return metricsPort;
    }

    private protected override async Task Prepare()
    {
        if (File.Exists(Configuration))
        {
            return;
        }

        await File.WriteAllTextAsync(
            Configuration,
            $"""
            default_user = {Administrator}
            default_pass = {AdministratorPassword}
            disk_free_limit.absolute = 50MB
            log.console = true
            log.console.level = warning
            log.file = false
            prometheus.tcp.ip = 127.0.0.1
            prometheus.tcp.port = {metricsPort}

            """);
        if (Users is not null)
        {
            await OwnedProcess.Run("/bin/sh", ["-c", $"{ServiceUsers.Script("rabbitmq/definitions.sh")} >{Definitions}"], environment: Users);
            await File.AppendAllTextAsync(Configuration, $"load_definitions = {Definitions}\n");
        }

        await File.WriteAllTextAsync(Plugins, "[].");
        portMapper ??= OwnedProcess.Start(PortMapper!, ["-port", $"{portMapperPort}", "-address", "127.0.0.1"]);
    }

    private Task Control(params string[] command) =>
        OwnedProcess.Run(Path.Combine(Path.GetDirectoryName(Program!)!, "rabbitmqctl"), command, environment: Environment);

    private protected override OwnedProcess Launch() => OwnedProcess.Start(Program!, [], environment: Environment);

    /// <summary>The protocol header of AMQP 0-9-1 is answered by a method frame on channel 0: Connection.Start.</summary>
    private protected override Task<bool> Serves() => Answers("AMQP\0\0\u0009\u0001", "\u0001\0\0");

    private protected override async Task Close()
    {
        if (portMapper is not null)
        {
            await portMapper.Stop();
            portMapper.Dispose();
        }
    }
}
