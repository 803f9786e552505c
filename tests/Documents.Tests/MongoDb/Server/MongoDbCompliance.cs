using Documents.Engines;
using Documents.MongoDb;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Servers;

namespace Documents.Tests.MongoDb.Server;

public sealed class MongoDbCompliance : DocumentStoreCompliance
{
    private readonly string database = GivenMongoDb.NewDatabase();

    protected override bool SeveralEngines => true;

    protected override Task<IDocumentEngine> CreateEngine() =>
        Task.FromResult<IDocumentEngine>(new MongoDbEngine(GivenMongoDb.ConnectionString, database, NullLogger<MongoDbEngine>.Instance));

    protected override Task Cleanup() => GivenMongoDb.Drop(database);
}
