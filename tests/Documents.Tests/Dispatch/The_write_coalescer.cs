using Documents.Engines;
using Documents.Tests.Articles;

namespace Documents.Tests.Dispatch;

public sealed class The_write_coalescer
{
    private readonly StubEngine engine = new();
    private readonly SemaphoreSlim committing = new(0);
    private readonly SemaphoreSlim mayCommit = new(0);

    [Fact]
    public async Task Writes_that_wait_go_together_in_batches_of_a_limited_size()
    {
        await using var writes = HeldUp();
        var first = writes.Write(Insert("first"));
        await committing.WaitAsync();

        // The second writes of 256 documents wait for the next batch, and must not make it larger than the limit.
        var others = Enumerable.Range(0, 4000).Select(i => writes.Write(Insert($"doc-{(i is >= 256 and < 512 ? i - 256 : i)}"))).ToList();
        mayCommit.Release(1000);
        await Task.WhenAll([first, .. others]);

        engine.Batches[0].Count.ShouldBe(1);
        engine.Batches.ShouldAllBe(b => b.Count <= 512);
        engine.Batches.Count.ShouldBeLessThan(12);
        engine.Batches.Sum(b => b.Count).ShouldBe(4001);
    }

    [Fact]
    public async Task Writes_of_one_document_never_share_a_batch_and_keep_their_order()
    {
        await using var writes = HeldUp();
        var first = writes.Write(Insert("first"));
        await committing.WaitAsync();
        var order = Enumerable.Range(1, 900).Select(i => Update(i % 3 == 0 ? "hot" : i % 7 == 0 ? "warm" : $"doc-{i}", i)).ToList();

        var all = order.Select(writes.Write).ToList();
        mayCommit.Release(1000);
        await Task.WhenAll([first, .. all]);

        engine.Batches.ShouldAllBe(b => b.Select(w => w.Id).Distinct().Count() == b.Count);
        foreach (var id in new[] { "hot", "warm" })
        {
            engine.Batches.SelectMany(b => b).Where(w => w.Id == id).Select(w => w.ExpectedVersion)
                .ShouldBe(order.Where(w => w.Id == id).Select(w => w.ExpectedVersion));
        }
    }

    [Fact]
    public async Task Documents_of_two_collections_may_share_an_id_and_a_batch()
    {
        await using var writes = HeldUp();
        var first = writes.Write(Insert("first"));
        await committing.WaitAsync();

        var others = new[] { Insert("same"), Insert("same") with { Schema = Counter.Schema } }.Select(writes.Write).ToList();
        mayCommit.Release(3);
        await Task.WhenAll([first, .. others]);

        engine.Batches.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_fault_reaches_the_writers_of_its_batch_and_the_next_goes_on()
    {
        await using var writes = new WriteCoalescer(engine);
        engine.BeforeWrite = batch => batch.Any(w => w.Id == "bad") ? Task.FromException(new IOException("no")) : Task.CompletedTask;

        await Should.ThrowAsync<IOException>(() => writes.Write(Insert("bad")));

        (await writes.Write(Insert("good"))).ShouldBe(WriteResult.Saved);
    }

    [Fact]
    public async Task Disposal_finishes_what_was_begun_and_refuses_what_comes_later()
    {
        var writes = HeldUp();
        var begun = Enumerable.Range(0, 100).Select(_ => writes.Write(Insert("hot"))).ToList();
        await committing.WaitAsync();

        var disposal = writes.DisposeAsync().AsTask();
        disposal.IsCompleted.ShouldBeFalse();
        mayCommit.Release(1000);
        await disposal;

        begun.ShouldAllBe(w => w.IsCompletedSuccessfully);
        await Should.ThrowAsync<ObjectDisposedException>(() => writes.Write(Insert("late")));
    }

    private WriteCoalescer HeldUp()
    {
        engine.BeforeWrite = _ =>
        {
            committing.Release();
            return mayCommit.WaitAsync();
        };
        return new WriteCoalescer(engine);
    }

    private static DocumentWrite Insert(string id) => new(Article.Schema, WriteKind.Insert, id, 0, [], []);

    private static DocumentWrite Update(string id, long version) => new(Article.Schema, WriteKind.Update, id, version, [], []);
}
