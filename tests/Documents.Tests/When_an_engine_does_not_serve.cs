using Documents.Engines;
using Documents.Tests.Articles;
using Documents.Tests.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests;

public sealed class When_an_engine_does_not_serve
{
    [Fact]
    public async Task Every_operation_of_a_store_says_so_in_one_kind_of_fault()
    {
        var fault = new TimeoutException("nobody answers");
        await using var database = Open(fault, isUnavailable: true);
        await database.Open();
        var articles = database.Store(Article.Schema);

        Func<Task>[] operations =
        [
            () => articles.Get("a"),
            () => articles.Query(new Query<Article>().OrderBy(a => a.CreatedAt)),
            () => articles.Insert(new Article { Id = "a" }),
            () => articles.Change("a", _ => true),
        ];
        foreach (var operation in operations)
        {
            var thrown = await Should.ThrowAsync<StoreUnavailableException>(operation);
            thrown.Store.ShouldBe("away_db");
            thrown.InnerException.ShouldBe(fault);
        }
    }

    [Fact]
    public async Task A_fault_of_another_kind_stays_what_it_is()
    {
        var fault = new InvalidOperationException("not to be stored");
        await using var database = Open(fault, isUnavailable: false);
        await database.Open();

        (await Should.ThrowAsync<InvalidOperationException>(() => database.Store(Article.Schema).Insert(new Article { Id = "a" }))).ShouldBe(fault);
    }

    [Theory]
    [InlineData(true, false, "unavailable")]
    [InlineData(true, true, "disk")]
    [InlineData(false, false, "other")]
    public async Task What_fails_is_counted_by_its_kind(bool isUnavailable, bool isOfDisk, string kind)
    {
        using var measured = new Testing.Measured("store.errors");
        await using var database = Open(new TimeoutException(), isUnavailable, isOfDisk);
        await database.Open();

        await Should.ThrowAsync<Exception>(() => database.Store(Article.Schema).Get("a"));

        measured.All.ShouldContain($"store.errors{{database=away_db,kind={kind}}} 1");
    }

    [Fact]
    public void A_caller_who_gives_up_is_no_error()
    {
        using var measured = new Testing.Measured("store.errors");

        StoreErrors.Count("left_db", new FailingEngine(new TimeoutException(), isUnavailable: true, isOfDisk: false), new OperationCanceledException());

        measured.All.ShouldNotContain(one => one.Contains("left_db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_failed_an_operation_is_seen_by_the_health_check_for_a_while()
    {
        var time = new TestTime();
        await using var database = Open(new InvalidDataException("block 7 is damaged"), isUnavailable: false, isOfDisk: true, time);
        await database.Open();
        await database.Ping(CancellationToken.None);

        await Should.ThrowAsync<InvalidDataException>(() => database.Store(Article.Schema).Get("a"));

        (await Should.ThrowAsync<IOException>(() => database.Ping(CancellationToken.None))).Message.ShouldBe("The disk fails. block 7 is damaged");
        time.Advance(TimeSpan.FromSeconds(30));
        await database.Ping(CancellationToken.None);
    }

    private static Database Open(Exception fault, bool isUnavailable, bool isOfDisk = false, TestTime? time = null) => new(
        "away_db",
        new FailingEngine(fault, isUnavailable, isOfDisk),
        [Article.Schema],
        new RecordingTransport(),
        time ?? new TestTime(),
        NullLogger<Database>.Instance);

    /// <summary>That still answers pings.</summary>
    private sealed class FailingEngine(Exception fault, bool isUnavailable, bool isOfDisk) : IDocumentEngine
    {
        public int WriteConcurrency => 1;

        public Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken) => throw fault;

        public Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken) => throw fault;

        public Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) => throw fault;

        public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken) => throw fault;

        public Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken) => throw fault;

        public Task Ping(CancellationToken cancellationToken) => Task.CompletedTask;

        public bool IsUnavailable(Exception thrown) => isUnavailable && thrown == fault;

        public bool IsDiskFault(Exception thrown) => isOfDisk && thrown == fault;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
