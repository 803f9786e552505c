using Documents.Embedded;
using Documents.Tests.Articles;
using Testing;

namespace Documents.Tests.Embedded;

public sealed class When_a_batch_is_written : IDisposable
{
    private static readonly IReadOnlyList<Schema> Schemas = [Article.Schema];

    private readonly DataFolder folder = new();
    private int flushes;

    [Fact]
    public async Task Nobody_sees_it_before_it_is_on_the_disk()
    {
        using var flushing = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        await using var open = await OpenFolder.At(folder, Schemas, _ =>
        {
            flushing.Release();
            mayEnd.Wait();
        });

        var inserting = open.Insert("one");
        await flushing.WaitAsync();

        (await open.Articles.Get("one")).ShouldBeNull();
        (await open.Content()).ShouldBeEmpty();
        inserting.IsCompleted.ShouldBeFalse();
        mayEnd.Release();
        await inserting;
        (await open.Articles.Get("one")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Writers_that_wait_share_one_flush()
    {
        using var flushing = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        await using var open = await OpenFolder.At(folder, Schemas, _ =>
        {
            Interlocked.Increment(ref flushes);
            flushing.Release();
            mayEnd.Wait();
        });
        var first = open.Insert("first");
        await flushing.WaitAsync();

        var others = Enumerable.Range(0, 200).Select(i => open.Insert($"other-{i}")).ToList();
        mayEnd.Release(2);
        await Task.WhenAll(others);
        await first;

        flushes.ShouldBe(2);
        mayEnd.Release(100);
    }

    [Fact]
    public async Task Cleared_outboxes_ride_with_it_or_are_written_a_moment_later()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        await using var open = await OpenFolder.At(
            folder,
            Schemas,
            file =>
            {
                Interlocked.Increment(ref flushes);
                RandomAccess.FlushToDisk(file);
            },
            time: time);
        await open.Insert("one");
        await open.Insert("two");
        await open.Clear("one");
        await open.Insert("three");
        flushes.ShouldBe(3);
        (await Crashed()).ShouldBe(["three", "two"]);

        await open.Clear("two");

        (await open.Waiting()).Select(w => w.Id).ShouldBe(["three"]);
        flushes.ShouldBe(3);
        time.Advance(EmbeddedEngine.IdleClear);
        await Wait.Until(() => Volatile.Read(ref flushes) == 4, "the flush of an idle engine");
        (await Crashed()).ShouldBe(["three"]);

        async Task<IEnumerable<string>> Crashed()
        {
            using var copy = folder.Copy();
            await using var crashed = await OpenFolder.At(copy);
            return (await crashed.Waiting()).Select(w => w.Id);
        }
    }

    [Fact]
    public async Task A_refused_write_costs_no_flush()
    {
        await using var open = await OpenFolder.At(folder, Schemas, _ => Interlocked.Increment(ref flushes));
        await open.Insert("one");

        (await open.Articles.Insert(new Article { Id = "one" })).ShouldBe(WriteResult.DuplicateId);

        flushes.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_flush_is_a_fault_after_which_only_reads_are_served()
    {
        var isBroken = false;
        await using (var open = await OpenFolder.At(folder, Schemas, file =>
        {
            if (isBroken)
            {
                throw new IOException("The disk is gone.");
            }

            RandomAccess.FlushToDisk(file);
        }))
        {
            await open.Insert("one");
            isBroken = true;

            await Should.ThrowAsync<IOException>(() => open.Insert("two"));
            isBroken = false;
            await Should.ThrowAsync<IOException>(() => open.Insert("three"));

            await Should.ThrowAsync<IOException>(() => open.Database.Ping(CancellationToken.None));
            (await open.Articles.Get("one")).ShouldNotBeNull();
            (await open.Articles.Get("two")).ShouldBeNull();
        }

        await using var again = await OpenFolder.At(folder);
        await again.Database.Ping(CancellationToken.None);
        (await again.Articles.Get("one")).ShouldNotBeNull();
        (await again.Articles.Get("three")).ShouldBeNull();
        await again.Insert("four");
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_and_the_rest_goes_on()
    {
        using var process = CrashingProcess.FillingUp(folder.Path, "full", blocks: 400);

        (await process.Ends()).ShouldBe(0);

        process.Acknowledged.Count(id => id.StartsWith("full-large", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        process.Acknowledged.ShouldContain("full-small-2");
        await using var open = await OpenFolder.At(folder);
        (await open.Content()).Select(l => l.Split(' ')[0]).ShouldBe(process.Acknowledged, ignoreOrder: true);
    }

    public void Dispose() => folder.Dispose();
}
