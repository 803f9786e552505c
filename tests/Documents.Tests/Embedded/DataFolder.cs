namespace Documents.Tests.Embedded;

/// <summary>A folder of this test, gone with it.</summary>
public sealed class DataFolder : IDisposable
{
    public DataFolder() => Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("embedded-").FullName, "data");

    public string Path { get; }

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Names of the files that hold data.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Where(f => f != "lock").Order(StringComparer.Ordinal)];

    public string Journal => this[Files.Last(f => f.StartsWith("journal-", StringComparison.Ordinal))];

    /// <summary>What a crash at this moment would leave behind.</summary>
    public DataFolder Copy()
    {
        var copy = new DataFolder();
        Directory.CreateDirectory(copy.Path);
        foreach (var file in Files)
        {
            File.Copy(this[file], copy[file]);
        }

        return copy;
    }

    /// <summary>The files and their bytes.</summary>
    public string Content() => string.Join('\n', Files.Select(f => $"{f} {Convert.ToHexString(File.ReadAllBytes(this[f]))}"));

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
