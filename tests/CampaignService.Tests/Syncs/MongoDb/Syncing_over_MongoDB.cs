using Documents.MongoDb;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Servers;

namespace CampaignService.Tests.Syncs.MongoDb;

public sealed class Syncing_over_MongoDB : SyncingCompliance
{
    private protected override Task<OpenSyncs> Open()
    {
        var database = GivenMongoDb.NewDatabase();
        return OpenSyncs.Create(new MongoDbEngine(GivenMongoDb.ConnectionString, database, NullLogger<MongoDbEngine>.Instance), () => GivenMongoDb.Drop(database));
    }
}
