using System.Net;
using Drills.Api;
using Testing.Servers;

namespace Testing.Processes;

/// <summary>
/// The services as processes over real RabbitMQ, Redis and PostgreSQL (or MongoDB), all of them this test's own. Each
/// service comes as the user that <c>deploy/</c> gives it.
/// </summary>
public sealed class Deployment : IAsyncDisposable
{
    private readonly List<ServiceProcess> services = [];
    private readonly string data = Directory.CreateTempSubdirectory("deployment-").FullName;
    private readonly ServiceUsers users;
    private readonly DeploymentStorage storage;
    private readonly Surroundings around;
    private readonly (string Key, string Value)[] settings;

    private Deployment(ServiceUsers users, RabbitMqServer rabbitMq, RedisServer redis, DeploymentStorage storage, Surroundings around, (string Key, string Value)[] settings)
    {
        this.users = users;
        this.around = around;
        this.settings = settings;
        RabbitMq = rabbitMq;
        Redis = redis;
        this.storage = storage;
    }

    public RabbitMqServer RabbitMq { get; }

    public RedisServer Redis { get; }

    /// <summary>Null where the documents are kept elsewhere.</summary>
    public PostgresServer? Postgres => storage.Postgres;

    public ServiceProcess Gateway { get; private set; } = null!;

    public ServiceProcess AuthService { get; private set; } = null!;

    public ServiceProcess EventService { get; private set; } = null!;

    public ServiceProcess RewardWorker { get; private set; } = null!;

    public ServiceProcess LiveService { get; private set; } = null!;

    public ServiceProcess CampaignService { get; private set; } = null!;

    /// <summary>Every instance, in the order in which they were added.</summary>
    public IReadOnlyList<ServiceProcess> Services => services;

    public IReadOnlyList<ServiceProcess> Gateways => [.. services.Where(service => service.Name == "Gateway")];

    public Uri Address => Gateway.Address;

    /// <summary>Where the components keep their files.</summary>
    public string[] Folders => [RabbitMq.Folder, Redis.Folder, .. Postgres is { } postgres ? [postgres.Folder] : Array.Empty<string>()];

    /// <summary>The passwords of all users of all servers.</summary>
    public IEnumerable<string> Passwords => users.Secrets.Where(secret => secret.Key.EndsWith("_PASSWORD", StringComparison.Ordinal)).Select(secret => secret.Value);

    /// <summary>Where mails are, when no mail server is configured.</summary>
    public string MailFolder => Path.Combine(data, "mail");

    /// <inheritdoc cref="DeploymentStorage.Engine"/>
    public string Engine => storage.Engine;

    /// <summary>The components run; the services are made but not started.</summary>
    /// <param name="settings">Besides the usual ones, by the names of their environment variables.</param>
    public static Task<Deployment> Components(params (string Key, string Value)[] settings) => Components(new Surroundings(), settings);

    /// <inheritdoc cref="Components(ValueTuple{string, string}[])"/>
    /// <param name="around">Of the instances.</param>
    /// <param name="settings">Besides the usual ones, by the names of their environment variables.</param>
    public static async Task<Deployment> Components(Surroundings around, params (string Key, string Value)[] settings)
    {
        var made = await ServiceUsers.All;
        var rabbit = new RabbitMqServer { Users = made.Secrets }.Started();
        var redis = new RedisServer { Users = made.Secrets }.Started();
        var documents = DeploymentStorage.Start(made);
        var deployment = new Deployment(made, await rabbit, await redis, await documents, around, settings);
        (deployment.Gateway, deployment.AuthService, deployment.EventService, deployment.RewardWorker, deployment.LiveService, deployment.CampaignService) =
            deployment.AddOneOfEach();
        return deployment;
    }

    public static Task<Deployment> Start(params (string Key, string Value)[] settings) => Ready(Components(settings));

    /// <summary>With everything ready; nothing stays when it does not become so.</summary>
    public static async Task<Deployment> Ready(Task<Deployment> components)
    {
        var deployment = await components;
        try
        {
            await deployment.StartAll();
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts what a test has ended and waits until everything is ready and answers.</summary>
    /// <exception cref="Drills.Processes.DiedException">What does not run was not ended by a test.</exception>
    public async Task StartAll()
    {
        await Task.WhenAll(RabbitMq.Start(), Redis.Start(), Postgres?.Start() ?? Task.CompletedTask);
        foreach (var service in services.Where(service => !service.IsRunning))
        {
            service.Start();
        }

        await Task.WhenAll(services.Select(service => service.Ready()));
        await Task.WhenAll(Gateways.Select(WarmUp));
    }

    /// <inheritdoc cref="Drills.Processes.HostProcess.ThrowIfDied"/>
    public void ThrowIfOneDied()
    {
        foreach (var service in services)
        {
            service.ThrowIfDied();
        }
    }

    /// <summary>kill -9 of every service; the components go on.</summary>
    public Task KillServices() => Task.WhenAll(services.Select(service => service.Kill()));

    /// <summary>Copies the documents and the broker's definitions while everything runs, as deploy/backup does.</summary>
    public Task BackUp(string copy, string marker) => OwnedProcess.Run(
        ServiceUsers.Script("backup/backup.sh"), ["--here", copy], environment: new Dictionary<string, string>(Commands) { ["BACKUP_MARKER"] = marker });

    /// <summary>Puts a copy in the place of what is there. The services do not run.</summary>
    public Task Restore(string copy) => Postgres!.StartWith(
        data => OwnedProcess.Run(ServiceUsers.Script("backup/restore.sh"), ["--here", data, copy], environment: Commands));

    private Dictionary<string, string> Commands => new(RabbitMq.Commands.Concat(Postgres!.Commands));

    /// <summary>The first calls of fresh processes compile code on both sides of the broker and may time out on a busy machine.</summary>
    private static async Task WarmUp(ServiceProcess gateway)
    {
        using var client = new ApiClient(gateway.Address);
        var email = $"warm-up-{Guid.NewGuid():N}@example.com";

        // The first of them may have been carried out though its answer came too late.
        await First(() => client.Post("/users", new { email, password = ApiClient.Password }), HttpStatusCode.Created, HttpStatusCode.Conflict);
        await Wait.Until(async () => await client.TryLogIn(email, ApiClient.Password) is null, () => $"a first login; the gateway wrote:\n{gateway.Output}");
        await First(() => client.Get("/events"), HttpStatusCode.OK);
        await First(() => client.Get("/me/wallet"), HttpStatusCode.OK);

        Task First(Func<Task<ApiAnswer>> call, params IReadOnlyList<HttpStatusCode> statuses) => Wait.Until(
            async () => statuses.Contains((await call()).Status),
            () => $"the first answers; the gateway wrote:\n{gateway.Output}",
            TimeSpan.FromSeconds(60));
    }

    /// <summary>One more instance of each service, not started. A Gateway knows the LiveServices that are there before it.</summary>
    public (ServiceProcess Gateway, ServiceProcess AuthService, ServiceProcess EventService, ServiceProcess RewardWorker, ServiceProcess LiveService, ServiceProcess CampaignService)
        AddOneOfEach()
    {
        var live = Add("LiveService");
        return (Add("Gateway"), Add("AuthService"), Add("EventService"), Add("RewardWorker"), live, Add("CampaignService"));
    }

    /// <summary>One more instance of a service, not started.</summary>
    /// <param name="own">Settings of this instance besides those of all.</param>
    public ServiceProcess Add(string name, params (string Key, string Value)[] own)
    {
        var environment = TestAccounts.Environment;
        environment["Transport"] = "rabbitmq";
        environment["Storage__Folder"] = data;
        var user = ServiceUsers.NameOf(name);
        if (name == "Console")
        {
            environment["Console__ApiUrl"] = $"{Address}";
        }
        else
        {
            environment["ConnectionStrings__RabbitMq"] = $"amqp://{user}:{users.PasswordOf("RABBITMQ", user)}@127.0.0.1:{around.PortOf(name, RabbitMq)}/messaging";
        }

        if (user is "gateway" or "auth" or "live" or "console")
        {
            environment["ConnectionStrings__Redis"] = $"127.0.0.1:{around.PortOf(name, Redis)},user={user},password={users.PasswordOf("REDIS", user)}";
        }

        if (name == "Gateway")
        {
            foreach (var (i, live) in services.Where(service => service.Name == "LiveService").Index())
            {
                environment[$"Services__Live__{i}"] = $"{live.Address}";
            }
        }

        storage.Configure(environment, name, around);
        foreach (var (key, value) in settings.Concat(around.SettingsOf(name)).Concat(own))
        {
            environment[key] = value;
        }

        var service = new ServiceProcess(name, around.TreeOf(name), Ports.Free(), environment);
        services.Add(service);
        return service;
    }

    /// <summary>One more instance, ready, and a Gateway answers; none stays when it does not become so.</summary>
    public async Task<ServiceProcess> Another(string name, params (string Key, string Value)[] own)
    {
        var service = Add(name, own);
        try
        {
            service.Start();
            await service.Ready();
            if (service.Name == "Gateway")
            {
                await WarmUp(service);
            }

            return service;
        }
        catch
        {
            await Remove(service);
            throw;
        }
    }

    /// <summary>Ends an instance that was added.</summary>
    public async Task Remove(ServiceProcess service)
    {
        services.Remove(service);
        await service.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(services.Select(service => service.DisposeAsync().AsTask()));
        await Task.WhenAll(RabbitMq.DisposeAsync().AsTask(), Redis.DisposeAsync().AsTask(), storage.DisposeAsync().AsTask());
        Directory.Delete(data, recursive: true);
    }
}
