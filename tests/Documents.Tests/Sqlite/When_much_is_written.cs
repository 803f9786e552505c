using Documents.Tests.Articles;

namespace Documents.Tests.Sqlite;

public sealed class When_much_is_written : IDisposable
{
    private const int Documents = 6000;
    private const int NoteBytes = 30_000;

    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_log_moves_into_the_file_meanwhile_and_begins_anew()
    {
        await using var open = await OpenFolder.At(folder);
        var note = new string('x', NoteBytes);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Documents),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, cancellation) => (await open.Articles.Insert(new Article { Id = $"{i}", Note = note }, cancellation)).ShouldBe(WriteResult.Saved));

        new FileInfo($"{folder.Database}-wal").Length.ShouldBeLessThan((long)Documents * NoteBytes * 3 / 4);
        open.Scalar("select count(*) from test_articles").ShouldBe($"{Documents}");
    }
}
