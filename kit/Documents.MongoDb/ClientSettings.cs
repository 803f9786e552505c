using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Documents.MongoDb;

/// <summary>The driver's settings: those of the connection string, and where it says nothing, what keeps the port's promises.</summary>
internal static class ClientSettings
{
    private const int PoolSize = 50;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The driver's own is endless; a server that froze would hold its callers with it.</summary>
    private static readonly TimeSpan SocketTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Longer than a replica set takes to elect a primary.</summary>
    private static readonly TimeSpan ServerSelectionTimeout = TimeSpan.FromSeconds(15);

    /// <exception cref="FormatException">Its message quotes nothing of the connection string.</exception>
    public static MongoClientSettings From(string connectionString, string database)
    {
        var (text, settings) = Parse(connectionString);
        var write = settings.WriteConcern;
        if (!write.IsAcknowledged)
        {
            throw new FormatException("asks for w=0, but the outcome of every write must be known");
        }

        if (text.W is null)
        {
            write = write.With(w: WriteConcern.WMajority.W);
        }

        settings.ApplicationName ??= database;
        settings.WriteConcern = text.Journal is null ? write.With(journal: true) : write;
        settings.ReadConcern = text.ReadConcernLevel is null ? ReadConcern.Majority : settings.ReadConcern;

        // A secondary may not have seen yet what was saved.
        settings.ReadPreference = ReadPreference.Primary;
        settings.RetryWrites = text.RetryWrites ?? true;
        settings.RetryReads = text.RetryReads ?? true;
        settings.MaxConnectionPoolSize = text.MaxPoolSize ?? PoolSize;
        settings.ConnectTimeout = text.ConnectTimeout ?? ConnectTimeout;
        settings.SocketTimeout = text.SocketTimeout ?? SocketTimeout;
        settings.ServerSelectionTimeout = text.ServerSelectionTimeout ?? ServerSelectionTimeout;
        settings.WaitQueueTimeout = text.WaitQueueTimeout ?? ServerSelectionTimeout;

        // Its spans tell what a unique value was that a write met; CommandEvents has spans without values.
        settings.TracingOptions = new TracingOptions { Disabled = true };
        return settings;
    }

    /// <inheritdoc cref="MongoDbEngine.PasswordOf"/>
    public static string? PasswordOf(string connectionString) => Parse(connectionString).Text.Password;

    private static (ConnectionString Text, MongoClientSettings Settings) Parse(string connectionString) =>
        TryParse(connectionString)
        ?? throw new FormatException("is not a connection string like mongodb://messaging:password@127.0.0.1:27017/?authSource=admin");

    /// <summary>Null instead of the driver's exception, whose message may quote the password.</summary>
    private static (ConnectionString Text, MongoClientSettings Settings)? TryParse(string connectionString)
    {
        try
        {
            return (new ConnectionString(connectionString), MongoClientSettings.FromConnectionString(connectionString));
        }
        catch (Exception e) when (e is MongoException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}
