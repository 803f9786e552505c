using Documents.Tests.Articles;

namespace Documents.Tests.Embedded;

public sealed class When_the_journal_is_torn : IDisposable
{
    private readonly DataFolder folder = new();

    [Fact]
    public async Task Every_cut_of_the_last_frame_leaves_all_or_nothing_of_it()
    {
        long start;
        IReadOnlyList<string> before;
        IReadOnlyList<string> after;
        string journal;
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("first");
            await open.Insert("second");
            before = await open.Content();
            journal = folder.Journal;
            start = new FileInfo(journal).Length;
            await open.Change("second", "last");
            after = await open.Content();
        }

        var end = new FileInfo(journal).Length;
        (end - start).ShouldBeGreaterThan(100);
        for (var cut = start; cut <= end; cut++)
        {
            await Cut(journal, cut, cut == end ? after : before, expectLog: cut != start && cut != end);
        }
    }

    [Fact]
    public async Task Zeros_that_a_lost_append_left_behind_are_cut_off()
    {
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("first");
        }

        using (var file = File.OpenHandle(folder.Journal, access: FileAccess.Write))
        {
            RandomAccess.SetLength(file, RandomAccess.GetLength(file) + 5000);
        }

        await using var again = await OpenFolder.At(folder);
        (await again.Articles.Get("first")).ShouldNotBeNull();
    }

    public void Dispose() => folder.Dispose();

    private async Task Cut(string journal, long length, IReadOnlyList<string> expected, bool expectLog)
    {
        using var copy = folder.Copy();
        using (var file = File.OpenHandle(copy[Path.GetFileName(journal)], access: FileAccess.Write))
        {
            RandomAccess.SetLength(file, length);
        }

        var log = new LogLines();
        await using (var open = await OpenFolder.At(copy, log))
        {
            (await open.Content()).ShouldBe(expected, $"cut at {length}");
            (await open.Articles.Insert(new Article { Id = "third", Slug = "first" })).ShouldBe(WriteResult.DuplicateKey("slug"));
            await open.Insert("third");
        }

        log.Lines.Any(l => l.StartsWith("Warning: Cut a torn write", StringComparison.Ordinal)).ShouldBe(expectLog, $"cut at {length}");
        await using var again = await OpenFolder.At(copy);
        (await again.Content()).Take(expected.Count).ShouldBe(expected);
        (await again.Articles.Get("third")).ShouldNotBeNull();
    }
}
