using Documents.Sqlite;
using Documents.Tests.Articles;
using Documents.Tests.Dispatch;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Stores;

namespace Documents.Tests.Sqlite;

public sealed class When_the_disk_is_full
{
    private const int DiskBytes = 8 << 20;
    private const int FillerBytes = 4 << 20;

    private readonly LogLines log = new();

    [SmallDiskFact]
    public async Task Writes_are_refused_with_the_reason_and_go_on_when_there_is_room()
    {
        using var disk = SmallDisk.Of(DiskBytes);
        using var filler = disk.Fill(FillerBytes);
        var saved = new List<string>();
        await using (var database = Open(disk))
        {
            await database.Open();
            var articles = database.Store(Article.Schema);

            var refused = await Should.ThrowAsync<StoreUnavailableException>(() => Fill(articles, "before", saved));

            refused.Message.ShouldContain("disk is full");
            (await Should.ThrowAsync<IOException>(() => database.Ping(CancellationToken.None))).Message.ShouldContain("disk is full");
            log.Lines.Count(line => line.StartsWith("Error: The disk is full", StringComparison.Ordinal)).ShouldBe(1);
            (await Stored(articles)).ShouldBe(saved, ignoreOrder: true);
            saved.Count.ShouldBeGreaterThan(20);

            filler.Dispose();

            await database.Ping(CancellationToken.None);
            log.Lines[^1].ShouldContain("takes changes again");
            await Should.ThrowAsync<IOException>(() => Fill(articles, "after", saved));
            saved.ShouldContain("after-20");
        }

        await using var again = Open(disk);
        await again.Open();
        (await Stored(again.Store(Article.Schema))).ShouldBe(saved, ignoreOrder: true);
    }

    [SmallDiskFact]
    public async Task What_asks_many_at_once_is_answered_each_and_nothing_is_half_there()
    {
        using var disk = SmallDisk.Of(DiskBytes);
        var filler = disk.Fill(FillerBytes);
        await using var database = Open(disk);
        await database.Open();
        var articles = database.Store(Article.Schema);

        var results = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            try
            {
                return ((await articles.Insert(Large($"{i}"))).IsSaved, Id: $"{i}");
            }
            catch (IOException)
            {
                return (false, Id: $"{i}");
            }
        }));

        results.ShouldContain(r => !r.Item1);
        (await Stored(articles)).ShouldBe(results.Where(r => r.Item1).Select(r => r.Id), ignoreOrder: true);
        filler.Dispose();
        (await articles.Insert(Large("last"))).ShouldBe(WriteResult.Saved);
        await database.Ping(CancellationToken.None);
    }

    [SmallDiskFact]
    public async Task A_start_is_refused_and_succeeds_when_there_is_room()
    {
        using var disk = SmallDisk.Of(DiskBytes);
        var filler = disk.Fill(DiskBytes - (64 << 10));
        await using var database = Open(disk);

        (await Should.ThrowAsync<SqliteException>(() => database.Open())).Message.ShouldContain("full");
        filler.Dispose();

        await database.Open();
        (await database.Store(Article.Schema).Insert(Large("first"))).ShouldBe(WriteResult.Saved);
    }

    private Database Open(SmallDisk disk) => new(
        "full",
        new SqliteEngine(Path.Combine(disk.Path, "data", "full_db.db"), log),
        [Article.Schema],
        new RecordingTransport { IsDown = true },
        new TestTime(),
        NullLogger<Database>.Instance);

    private static Article Large(string id) => new() { Id = id, Note = new string('x', 30_000) };

    private static async Task Fill(IDocumentStore<Article> articles, string prefix, List<string> saved)
    {
        for (var i = 0; ; i++)
        {
            (await articles.Insert(Large($"{prefix}-{i}"))).ShouldBe(WriteResult.Saved);
            saved.Add($"{prefix}-{i}");
        }
    }

    private static async Task<IEnumerable<string>> Stored(IDocumentStore<Article> articles) =>
        (await articles.Query(new Query<Article>().OrderBy(a => a.CreatedAt).Take(1000))).Items.Select(a => a.Id);
}
