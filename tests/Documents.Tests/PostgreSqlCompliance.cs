using Documents.Engines;
using Documents.PostgreSql;
using Documents.Tests.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Servers;

namespace Documents.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class PostgreSqlCompliance(SharedPostgres postgres) : DocumentStoreCompliance
{
    private readonly string database = SharedPostgres.NewDatabase();

    protected override bool SeveralEngines => true;

    protected override async Task<IDocumentEngine> CreateEngine() =>
        new PostgreSqlEngine(await postgres.ConnectionString, database, NullLogger<PostgreSqlEngine>.Instance);

    protected override Task Cleanup() => postgres.Drop(database);
}
