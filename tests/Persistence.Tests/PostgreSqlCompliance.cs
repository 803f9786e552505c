using Microsoft.Extensions.Logging.Abstractions;
using Persistence.Engines;
using Persistence.PostgreSql;
using Persistence.Tests.PostgreSql;
using Support.Servers;

namespace Persistence.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class PostgreSqlCompliance(SharedPostgres postgres) : DocumentStoreCompliance
{
    private readonly string database = SharedPostgres.NewDatabase();

    protected override bool SeveralEngines => true;

    protected override async Task<IDocumentEngine> CreateEngine() =>
        new PostgreSqlEngine(await postgres.ConnectionString, database, NullLogger<PostgreSqlEngine>.Instance);

    protected override Task Cleanup() => postgres.Drop(database);
}
