using Documents.Tests.Articles;

namespace Documents.Tests.Embedded;

public sealed class When_the_journal_grows : IDisposable
{
    private const long SmallGrowth = 50_000;

    private readonly DataFolder folder = new();

    [Fact]
    public async Task It_is_compacted_while_writes_go_on_and_the_content_stays()
    {
        IReadOnlyList<string> content;
        await using (var open = await OpenFolder.At(folder, [Article.Schema, Counter.Schema], minimumGrowth: SmallGrowth))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
            {
                await open.Insert($"doc-{w}");
                await open.Clear($"doc-{w}");
                for (var i = 0; i < 60; i++)
                {
                    await open.Change($"doc-{w}", $"{i} {new string('x', 1000)}");
                    await open.Clear($"doc-{w}");
                }
            })));
            (await open.Content()).ShouldAllBe(line => line.Contains(" 61 ", StringComparison.Ordinal));

            // What was written during a compaction is compacted with the next write.
            var late = 0;
            await Testing.Wait.Until(
                async () =>
                {
                    await open.Insert($"late-{late++}");
                    return folder.Files.Count == 2 && folder.Files.Sum(f => new FileInfo(folder[f]).Length) < SmallGrowth;
                },
                "one snapshot and one small journal");

            folder.Files[0].ShouldNotBe("journal-00000001.log");
            content = await open.Content();
            using var copy = folder.Copy();
            await using var crashed = await OpenFolder.At(copy);
            (await crashed.Content()).Select(l => l.Split(' ')[1]).ShouldBe(content.Select(l => l.Split(' ')[1]));
        }

        await using var again = await OpenFolder.At(folder);
        (await again.Content()).ShouldBe(content);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_written_loses_nothing()
    {
        // A folder stands where the second snapshot would be written.
        var log = new LogLines();
        Directory.CreateDirectory(folder["snapshot-00000002.tmp"]);
        IReadOnlyList<string> content;
        await using (var open = await OpenFolder.At(folder, [Article.Schema, Counter.Schema], minimumGrowth: SmallGrowth, logger: log))
        {
            await Overwrite(open, () => folder.Files.Contains("journal-00000002.log"));
            await Testing.Wait.Until(() => log.Lines.Any(l => l.StartsWith("Warning", StringComparison.Ordinal)), "the failed compaction is told");
            await open.Insert("after");
            folder.Files.ShouldBe(["journal-00000001.log", "journal-00000002.log"]);

            using (var copy = folder.Copy())
            {
                content = await open.Content();
                await using var crashed = await OpenFolder.At(copy);
                (await crashed.Content()).ShouldBe(content);
            }

            // The next compaction makes up for it.
            await Overwrite(open, () => folder.Files is ["journal-00000003.log", "snapshot-00000003.dat"]);
            content = await open.Content();
        }

        Directory.Delete(folder["snapshot-00000002.tmp"]);
        await using var again = await OpenFolder.At(folder);
        (await again.Content()).ShouldBe(content);
    }

    [Fact]
    public async Task Whatever_a_crash_within_a_compaction_leaves_is_loaded()
    {
        // An older generation, then the same content one generation on, with writes behind it.
        IReadOnlyList<string> content;
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("one");
            await open.Insert("two");
            await open.Clear("one");
        }

        await using (var open = await OpenFolder.At(folder))
        {
            await open.Change("one", "changed");
            content = await open.Content();
        }

        using var older = folder.Copy();
        await (await OpenFolder.At(folder)).DisposeAsync();
        using var compacted = folder.Copy();
        older.Files.ShouldBe(["journal-00000002.log", "snapshot-00000002.dat"]);
        compacted.Files.ShouldBe(["journal-00000003.log", "snapshot-00000003.dat"]);

        // The new journal is there, its snapshot is missing or in the making.
        var snapshot = await File.ReadAllBytesAsync(compacted["snapshot-00000003.dat"]);
        await Loads(older, s => File.WriteAllBytes(s["journal-00000003.log"], []));
        for (var written = 0; written <= snapshot.Length; written += 16)
        {
            await Loads(older, s =>
            {
                File.WriteAllBytes(s["journal-00000003.log"], []);
                File.WriteAllBytes(s["snapshot-00000003.tmp"], snapshot[..written]);
            });
        }

        // The new snapshot is there, the old files are still there or partly gone.
        foreach (var left in new string[][] { ["journal-00000002.log", "snapshot-00000002.dat"], ["snapshot-00000002.dat"], ["journal-00000002.log"] })
        {
            await Loads(compacted, s => Array.ForEach(left, f => File.Copy(older[f], s[f])));
        }

        async Task Loads(DataFolder state, Action<DataFolder> crash)
        {
            using var crashed = state.Copy();
            crash(crashed);
            await using (var open = await OpenFolder.At(crashed))
            {
                (await open.Content()).ShouldBe(content);
                crashed.Files.Count.ShouldBeLessThanOrEqualTo(2);
                await open.Insert("three");
            }

            await using var again = await OpenFolder.At(crashed);
            (await again.Content()).Count.ShouldBe(content.Count + 1);
        }
    }

    [Fact]
    public async Task A_start_compacts_and_a_start_without_changes_writes_nothing()
    {
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("one");
            for (var i = 0; i < 50; i++)
            {
                await open.Change("one", new string('x', 1000));
            }
        }

        var before = new FileInfo(folder.Journal).Length;
        await (await OpenFolder.At(folder)).DisposeAsync();
        var compacted = folder.Content();
        await (await OpenFolder.At(folder)).DisposeAsync();

        folder.Content().ShouldBe(compacted);
        before.ShouldBeGreaterThan(50_000);
        new FileInfo(folder.Journal).Length.ShouldBe(0);
    }

    public void Dispose() => folder.Dispose();

    private static async Task Overwrite(OpenFolder open, Func<bool> until)
    {
        if (await open.Articles.Get("doc") is null)
        {
            await open.Insert("doc");
        }

        for (var i = 0; !until(); i++)
        {
            i.ShouldBeLessThan(2000);
            await open.Change("doc", new string('y', 2000));
            await open.Clear("doc");
        }
    }
}
