using BenchmarkDotNet.Attributes;
using Documents;

namespace Micro;

/// <summary>SQLite on this machine's disk, with a commit that is on the disk before it counts.</summary>
public class EngineWrites
{
    private const int Together = 50;

    private Database database = null!;
    private DirectoryInfo folder = null!;
    private IDocumentStore<Note> notes = null!;
    private Note known = null!;

    [GlobalSetup]
    public async Task Prepare()
    {
        (database, folder) = await Note.Open();
        notes = database.Store(Note.Schema);
        known = Note.Number(0);
        await notes.Insert(known);
    }

    [GlobalCleanup]
    public async Task Clean()
    {
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task Insert() => notes.Insert(Note.Number(1));

    [Benchmark]
    public Task InsertWithAMessage()
    {
        var note = Note.Number(1);
        note.Raise(new NoteSaved(note.Id));
        return notes.Insert(note);
    }

    [Benchmark]
    public Task Update()
    {
        known.State = known.State == "OPEN" ? "DONE" : "OPEN";
        return notes.Update(known);
    }

    /// <summary>The time of each when many are waiting: they share commits.</summary>
    [Benchmark(OperationsPerInvoke = Together)]
    public Task InsertTogether() => Task.WhenAll(Enumerable.Range(0, Together).Select(i => notes.Insert(Note.Number(i))));
}
