using Documents.Embedded;
using Documents.Tests.Articles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Embedded;

public sealed class When_the_folder_is_damaged : IDisposable
{
    private readonly DataFolder folder = new();
    private readonly List<long> frames = [];

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(40)]
    public async Task A_damaged_frame_before_an_intact_one_is_refused_and_nothing_is_lost(int byteOfFrame)
    {
        await ThreeFrames();
        Flip(folder.Journal, frames[1] + byteOfFrame);
        var before = folder.Content();

        var refused = await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(folder));

        refused.Message.ShouldContain(folder.Journal);
        refused.Message.ShouldContain($"offset {frames[1]}");
        folder.Content().ShouldBe(before);

        // Repaired, everything is there.
        Flip(folder.Journal, frames[1] + byteOfFrame);
        await using var open = await OpenFolder.At(folder);
        (await open.Content()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_engine_that_was_refused_can_open_when_the_file_is_repaired()
    {
        await ThreeFrames();
        Flip(folder.Journal, frames[0] + 20);
        await using var engine = new EmbeddedEngine(folder.Path, TimeProvider.System, NullLogger.Instance);
        await Should.ThrowAsync<InvalidDataException>(() => engine.Open([Article.Schema], CancellationToken.None));
        await Should.ThrowAsync<InvalidOperationException>(() => engine.Ping(CancellationToken.None));
        Flip(folder.Journal, frames[0] + 20);

        await engine.Open([Article.Schema], CancellationToken.None);

        await engine.Ping(CancellationToken.None);
    }

    [Fact]
    public async Task A_snapshot_that_is_damaged_or_short_is_refused()
    {
        await ThreeFrames();
        await (await OpenFolder.At(folder)).DisposeAsync();
        var snapshot = folder[folder.Files.Single(f => f.StartsWith("snapshot-", StringComparison.Ordinal))];
        var length = new FileInfo(snapshot).Length;
        foreach (var at in new[] { 0, 5, length / 2, length - 1 })
        {
            Flip(snapshot, at);
            (await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(folder))).Message.ShouldContain(snapshot);
            Flip(snapshot, at);
        }

        var whole = await File.ReadAllBytesAsync(snapshot);
        foreach (var cut in new[] { 0, whole.Length / 2, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(snapshot, whole[..cut]);
            (await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(folder))).Message.ShouldContain(snapshot);
        }

        await File.WriteAllBytesAsync(snapshot, whole);
        await using var open = await OpenFolder.At(folder);
        (await open.Content()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_missing_snapshot_or_journal_is_refused()
    {
        await ThreeFrames();
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("fourth");
        }

        using (var copy = folder.Copy())
        {
            File.Delete(copy[copy.Files.Single(f => f.StartsWith("snapshot-", StringComparison.Ordinal))]);
            (await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(copy))).Message.ShouldContain("missing");
        }

        using (var copy = folder.Copy())
        {
            File.Move(copy.Journal, copy.Journal.Replace("2.log", "3.log", StringComparison.Ordinal));
            (await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(copy))).Message.ShouldContain("missing");
        }
    }

    [Fact]
    public async Task A_new_unique_rule_that_stored_documents_break_is_refused()
    {
        var loose = new Schema<Article>(Article.Schema.Collection);
        await using (var open = await OpenFolder.At(folder, [loose]))
        {
            await open.Database.Store(loose).Insert(new Article { Id = "one", Slug = "same" });
            await open.Database.Store(loose).Insert(new Article { Id = "two", Slug = "same" });
        }

        (await Should.ThrowAsync<InvalidDataException>(() => OpenFolder.At(folder))).Message.ShouldContain("'slug' of test_articles");
        await using var again = await OpenFolder.At(folder, [loose]);
        (await again.Database.Store(loose).Get("two")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_collection_that_is_no_longer_declared_is_kept()
    {
        await ThreeFrames();
        for (var i = 0; i < 2; i++)
        {
            await using var without = await OpenFolder.At(folder, [Counter.Schema]);
            await without.Database.Store(Counter.Schema).Insert(new Counter { Id = $"counter-{i}" });
            await Should.ThrowAsync<InvalidOperationException>(() => without.Articles.Get("one"));
        }

        await using var open = await OpenFolder.At(folder);
        (await open.Content()).Count.ShouldBe(3);
        (await open.Waiting()).Count.ShouldBe(3);
    }

    public void Dispose() => folder.Dispose();

    private async Task ThreeFrames()
    {
        await using var open = await OpenFolder.At(folder);
        foreach (var id in new[] { "one", "two", "three" })
        {
            frames.Add(new FileInfo(folder.Journal).Length);
            await open.Insert(id);
        }
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.OpenHandle(path, access: FileAccess.ReadWrite);
        var one = new byte[1];
        RandomAccess.Read(file, one, offset).ShouldBe(1);
        one[0] ^= 0x55;
        RandomAccess.Write(file, one, offset);
    }
}
