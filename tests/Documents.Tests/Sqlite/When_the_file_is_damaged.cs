using Documents.Sqlite;
using Documents.Tests.Articles;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Sqlite;

public sealed class When_the_file_is_damaged : IDisposable
{
    private const int Page = 4096;

    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_refused_by_name_and_the_same_engine_opens_it_when_it_is_repaired()
    {
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("one");
        }

        var intact = await File.ReadAllBytesAsync(folder.Database);
        await File.WriteAllBytesAsync(folder.Database, [.. new byte[100], .. intact[100..]]);
        await using var engine = new SqliteEngine(folder.Database, NullLogger.Instance);

        (await Should.ThrowAsync<InvalidDataException>(() => engine.Open([Article.Schema], CancellationToken.None))).Message.ShouldContain(folder.Database);

        await File.WriteAllBytesAsync(folder.Database, intact);
        await engine.Open([Article.Schema], CancellationToken.None);
        (await engine.Get(Article.Schema, "one", CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_read_that_fails_makes_the_store_unhealthy()
    {
        await using (var open = await OpenFolder.At(folder))
        {
            foreach (var id in Enumerable.Range(0, 200))
            {
                await open.Insert($"{id}");
            }
        }

        await using var damaged = await OpenFolder.At(folder);
        await damaged.Database.Ping(CancellationToken.None);

        Overwrite(from: 2 * Page);

        await Should.ThrowAsync<SqliteException>(() => damaged.Articles.Get("100"));
        (await Should.ThrowAsync<IOException>(() => damaged.Database.Ping(CancellationToken.None))).Message.ShouldStartWith("The disk fails.");
    }

    [Fact]
    public async Task A_folder_in_its_place_cannot_be_opened()
    {
        Directory.CreateDirectory(folder.Database);

        await Should.ThrowAsync<IOException>(() => OpenFolder.At(folder));
    }

    private void Overwrite(int from)
    {
        using var file = new FileStream(folder.Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = from;
        file.Write(Enumerable.Repeat((byte)0xff, (int)file.Length - from).ToArray());
    }
}
