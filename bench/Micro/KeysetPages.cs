using BenchmarkDotNet.Attributes;
using Documents;

namespace Micro;

/// <summary>Pages of a list, the first and one from deep inside.</summary>
public class KeysetPages
{
    private const int Page = 20;
    private const int Together = 500;

    private Database database = null!;
    private DirectoryInfo folder = null!;
    private IDocumentStore<Note> notes = null!;
    private Cursor deep = null!;

    [Params(1000, 100_000)]
    public int Stored { get; set; }

    [GlobalSetup]
    public async Task Prepare()
    {
        (database, folder) = await Note.Open();
        notes = database.Store(Note.Schema);
        foreach (var some in Enumerable.Range(0, Stored).Chunk(Together))
        {
            await Task.WhenAll(some.Select(number => notes.Insert(Note.Number(number))));
        }

        deep = new Cursor(DocumentJson.TextOf(Note.Number(Stored / 2).CreatedAt)!, "");
    }

    [GlobalCleanup]
    public async Task Clean()
    {
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task First() => notes.Query(new Query<Note>().OrderByDescending(note => note.CreatedAt).Take(Page));

    [Benchmark]
    public Task Deep() => notes.Query(new Query<Note>().OrderByDescending(note => note.CreatedAt).After(deep).Take(Page));

    [Benchmark]
    public Task DeepOfAState() => notes.Query(new Query<Note>().Where(note => note.State, "OPEN").OrderByDescending(note => note.CreatedAt).After(deep).Take(Page));
}
