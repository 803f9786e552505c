namespace Bench.Targets;

/// <summary>A temporary folder, gone with all that is in it when it is disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bench-platform-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
