using Documents.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Persistence.Engines;
#if MONGODB
using Persistence.MongoDb;
#endif
using Persistence.PostgreSql;
using ServiceDefaults.Configuration;

namespace ServiceDefaults.Storage;

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
            "postgres" => PostgreSql(
                configuration.Required(StorageKey), database, provider.GetRequiredService<ILogger<PostgreSqlEngine>>()),
#if MONGODB
            _ => MongoDb(configuration.Required(StorageKey), database, provider.GetRequiredService<ILogger<MongoDbEngine>>()),
#else
            _ => throw new ConfigurationException("Storage:Provider", "is mongodb, which this build does not contain; build with -p:MongoDb=true"),
#endif
        };

    private static PostgreSqlEngine PostgreSql(string connectionString, string database, ILogger logger)
    {
        try
        {
            return new PostgreSqlEngine(connectionString, database, logger);
        }
        catch (ArgumentException)
        {
            // Its message may quote the password.
            throw new ConfigurationException(StorageKey, "is not a connection string like Host=127.0.0.1;Username=messaging;Password=...");
        }
    }

#if MONGODB
    private static MongoDbEngine MongoDb(string connectionString, string database, ILogger logger)
    {
        try
        {
            return new MongoDbEngine(connectionString, database, logger);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(StorageKey, e.Message);
        }
    }
#endif
}
