using Testing.Servers;

namespace Testing.Processes;

/// <summary>
/// Where the services of a deployment keep their documents: a PostgreSQL server of its own, or with
/// <c>Storage__Provider=mongodb</c> in the environment databases of its own on the server that MONGODB_URI names.
/// </summary>
internal abstract class DeploymentStorage : IAsyncDisposable
{
    public static bool IsGiven => Environment.GetEnvironmentVariable("Storage__Provider") == "mongodb";

    public static Task<DeploymentStorage> Start(ServiceUsers users) =>
        IsGiven ? Task.FromResult<DeploymentStorage>(new OnMongoDb()) : OnPostgres.Start(users);

    /// <summary>The name under which the engine logs.</summary>
    public abstract string Engine { get; }

    /// <summary>Instances of one service share its database.</summary>
    public abstract void Configure(Dictionary<string, string> environment, string service, Surroundings around);

    /// <summary>The server, where it is this deployment's own.</summary>
    public virtual PostgresServer? Postgres => null;

    public abstract ValueTask DisposeAsync();

    private sealed class OnPostgres(PostgresServer server, ServiceUsers users) : DeploymentStorage
    {
        public static new async Task<DeploymentStorage> Start(ServiceUsers users)
        {
            var server = await new PostgresServer().Started();
            var administrator = new Dictionary<string, string>(users.Secrets) { ["PGHOST"] = "127.0.0.1", ["PGPORT"] = $"{server.Port}" };
            await OwnedProcess.Run(ServiceUsers.Script("postgres/databases.sh"), [], environment: administrator);
            return new OnPostgres(server, users);
        }

        public override string Engine => "PostgreSqlEngine";

        public override PostgresServer Postgres => server;

        public override void Configure(Dictionary<string, string> environment, string service, Surroundings around)
        {
            environment["Storage__Provider"] = "postgres";
            if (ServiceUsers.NameOf(service) is var user and not ("gateway" or "console"))
            {
                environment["ConnectionStrings__Storage"] =
                    $"Host=127.0.0.1;Port={around.PortOf(service, server)};Username={user};Password={users.PasswordOf("STORAGE", user)};Timeout=5";
            }
        }

        public override ValueTask DisposeAsync() => server.DisposeAsync();
    }

    private sealed class OnMongoDb : DeploymentStorage
    {
        private readonly Dictionary<string, string> databases = [];

        public override string Engine => "MongoDbEngine";

        public override void Configure(Dictionary<string, string> environment, string service, Surroundings around)
        {
            if (!databases.TryGetValue(service, out var database))
            {
                databases[service] = database = GivenMongoDb.NewDatabase();
            }

            environment["Storage__Provider"] = "mongodb";
            environment["Storage__Database"] = database;
            environment["ConnectionStrings__Storage"] = GivenMongoDb.ConnectionString;
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var database in databases.Values)
            {
                await GivenMongoDb.Drop(database);
            }
        }
    }
}
