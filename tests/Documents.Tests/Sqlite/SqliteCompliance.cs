using Documents.Engines;
using Documents.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Sqlite;

public sealed class SqliteCompliance : DocumentStoreCompliance
{
    private readonly DataFolder folder = new();

    protected override Task<IDocumentEngine> CreateEngine() => Task.FromResult<IDocumentEngine>(new SqliteEngine(folder.Database, NullLogger.Instance));

    protected override Task Cleanup()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}
