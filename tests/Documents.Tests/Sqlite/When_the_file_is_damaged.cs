using Documents.Sqlite;
using Documents.Tests.Articles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Sqlite;

public sealed class When_the_file_is_damaged : IDisposable
{
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
    public async Task A_folder_in_its_place_cannot_be_opened()
    {
        Directory.CreateDirectory(folder.Database);

        await Should.ThrowAsync<IOException>(() => OpenFolder.At(folder));
    }
}
