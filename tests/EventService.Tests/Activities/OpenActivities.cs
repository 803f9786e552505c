using Documents;
using Documents.Outbox;
using Documents.Sqlite;
using EventService.Activities;
using EventService.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Stores;

namespace EventService.Tests.Activities;

/// <summary>The collections of activities in a folder of their own, without a service around them.</summary>
internal sealed class OpenActivities : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activities-");
    private readonly Database database;

    private OpenActivities() => database = new Database(
        "event_db",
        new SqliteEngine(Path.Combine(folder.FullName, "event_db.db"), NullLogger.Instance),
        [ActivityDocument.Schema, ActivityHead.Schema, FoldedEpoch.Schema, ActivityRollup.Schema, DeletedUser.Schema],
        new NoTransport(),
        TimeProvider.System,
        NullLogger<Database>.Instance);

    public ActivityStore Store => StoreUntil(new Crash(int.MaxValue, false));

    public static async Task<OpenActivities> Create()
    {
        var opened = new OpenActivities();
        await opened.database.Open();
        return opened;
    }

    public ActivityStore StoreUntil(Crash crash) => new(
        new FaultyStore<ActivityDocument>(database.Store(ActivityDocument.Schema), crash),
        new FaultyStore<ActivityHead>(database.Store(ActivityHead.Schema), crash),
        new FaultyStore<FoldedEpoch>(database.Store(FoldedEpoch.Schema), crash),
        new FaultyStore<ActivityRollup>(database.Store(ActivityRollup.Schema), crash));

    public ActivityRecorder Recorder(ActivityStore store)
    {
        var folding = new ActivityFolding(store);
        return new ActivityRecorder(store, folding, new FoldQueue(folding, NullLogger<FoldQueue>.Instance), Erasure(store), TimeProvider.System);
    }

    public ActivityErasure Erasure(ActivityStore store) =>
        new(store, new ActivityFolding(store), new DeletedUsers(database.Store(DeletedUser.Schema), TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class NoTransport : IOutboxTransport
    {
        public Task Send(OutboxMessage message, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Activities send nothing.");

        public void Announce(object item) => throw new InvalidOperationException("Activities tell nothing.");
    }
}
