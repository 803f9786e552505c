using Documents.Engines;
using Documents.MongoDb;
using Documents.PostgreSql;
using Documents.Sqlite;
using Hosting.Configuration;
using Hosting.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Storage;

/// <summary>The engine that <c>Storage__Provider</c> names, for one database.</summary>
internal static class EngineFactory
{
    private const string StorageKey = "ConnectionStrings:Storage";

    public static IDocumentEngine Create(IServiceProvider provider, IConfiguration configuration, string database) =>
        configuration.OneOf("Storage:Provider", "sqlite", "postgres", "mongodb") switch
        {
            "sqlite" => new SqliteEngine(
                Path.Combine(configuration["Storage:Folder"] is { Length: > 0 } folder ? folder : "data", $"{database}.db"),
                provider.GetRequiredService<ILogger<SqliteEngine>>()),
            "postgres" => PostgreSql(configuration, database, provider.GetRequiredService<ILogger<PostgreSqlEngine>>()),
            "mongodb" => MongoDb(configuration, database, provider.GetRequiredService<ILogger<MongoDbEngine>>()),
            var other => throw new System.Diagnostics.UnreachableException(other),
        };

    private static PostgreSqlEngine PostgreSql(IConfiguration configuration, string database, ILogger logger)
    {
        var connectionString = configuration.Required(StorageKey);
        try
        {
            configuration.RefuseKnown(StorageKey, PostgreSqlEngine.PasswordOf(connectionString));
            return new PostgreSqlEngine(connectionString, database, logger);
        }
        catch (ArgumentException)
        {
            // Its message may quote the password.
            throw new ConfigurationException(StorageKey, "is not a connection string like Host=127.0.0.1;Username=messaging;Password=...");
        }
    }

    private static MongoDbEngine MongoDb(IConfiguration configuration, string database, ILogger logger)
    {
        var connectionString = configuration.Required(StorageKey);
        try
        {
            configuration.RefuseKnown(StorageKey, MongoDbEngine.PasswordOf(connectionString));
            return new MongoDbEngine(connectionString, database, logger);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(StorageKey, e.Message);
        }
    }
}
