using Documents.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Persistence.Engines;

namespace Persistence.Tests.Sqlite;

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
