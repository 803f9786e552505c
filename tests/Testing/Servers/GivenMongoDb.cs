using MongoDB.Driver;

namespace Testing.Servers;

/// <summary>The MongoDB server that <c>MONGODB_URI</c> names. Each user has a database of its own and drops it.</summary>
public static class GivenMongoDb
{
    public static string ConnectionString => Environment.GetEnvironmentVariable("MONGODB_URI") is { Length: > 0 } given
        ? given
        : throw new InvalidOperationException("MONGODB_URI names no server to test with, like mongodb://127.0.0.1:27017.");

    public static string NewDatabase() => $"test_{Guid.NewGuid():N}"[..20];

    public static async Task Drop(string database)
    {
        using var client = new MongoClient(ConnectionString);
        await client.DropDatabaseAsync(database);
    }
}
