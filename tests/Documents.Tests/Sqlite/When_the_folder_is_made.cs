namespace Documents.Tests.Sqlite;

public sealed class When_the_folder_is_made : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_and_its_files_are_for_their_owner_only()
    {
        await using var open = await OpenFolder.At(folder);
        await open.Insert("one");

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.GetUnixFileMode(folder.Path).ShouldBe(Owner | UnixFileMode.UserExecute);
            foreach (var file in new[] { "test_db.db", "test_db.db-shm", "test_db.db-wal", "test_db.db.lock" })
            {
                File.GetUnixFileMode(folder[file]).ShouldBe(Owner, file);
            }
        }
    }

    [Fact]
    public async Task An_ordered_end_leaves_one_file_of_data()
    {
        await using (var open = await OpenFolder.At(folder))
        {
            await open.Insert("one");
        }

        Directory.GetFiles(folder.Path).Select(Path.GetFileName).ShouldBe(["test_db.db", "test_db.db.lock"], ignoreOrder: true);
    }
}
