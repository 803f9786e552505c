namespace Documents.Tests.Sqlite;

/// <summary>A folder of this test, gone with it.</summary>
public sealed class DataFolder : IDisposable
{
    public DataFolder() => Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("sqlite-").FullName, "data");

    public string Path { get; }

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public string Database => this["test_db.db"];

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
