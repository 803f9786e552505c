namespace Testing.Servers;

/// <summary>
/// One server for every test class of a collection: the given one, or one that is started when first asked for. Each
/// test project declares its collections, as xunit looks for them there.
/// </summary>
public abstract class RealFixture : IAsyncLifetime
{
    private readonly Lazy<Task<string>> connectionString;
    private RealServer? server;

    private protected RealFixture(Real real, Func<RealServer> create) =>
        connectionString = new(async () => real.Given() ?? await Start(real, create));

    public Task<string> ConnectionString => connectionString.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private async Task<string> Start(Real real, Func<RealServer> create)
    {
        if (!real.IsInstalled())
        {
            throw new InvalidOperationException($"{real} is not installed, and TEST_{real.ToString().ToUpperInvariant()} names none.");
        }

        server = create();
        await server.Start();
        return server.ConnectionString;
    }
}

/// <inheritdoc cref="RealFixture"/>
public sealed class SharedPostgres() : RealFixture(Real.Postgres, () => new PostgresServer())
{
    /// <summary>A name that no other test has. The engine creates the database; it goes with the server, or by <see cref="Drop"/>.</summary>
    public static string NewDatabase() => $"test_{Guid.NewGuid():N}";

    public async Task Drop(string database)
    {
        await using var connection = new Npgsql.NpgsqlConnection($"{await ConnectionString};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var drop = new Npgsql.NpgsqlCommand($"drop database if exists \"{database}\" with (force)", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
