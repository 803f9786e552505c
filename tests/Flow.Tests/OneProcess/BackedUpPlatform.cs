using Testing.Processes;

namespace Flow.Tests.OneProcess;

/// <summary>Tests with a platform of their own, which they make copies of.</summary>
[Collection(InThisProcess.Name)]
public abstract class BackedUpPlatform : IAsyncLifetime
{
    private readonly DirectoryInfo copies = Directory.CreateTempSubdirectory("platform-copies-");

    protected PlatformHost Original { get; } = new();

    protected IEnumerable<string> Copies => copies.GetFileSystemInfos().Select(copy => copy.Name);

    public Task InitializeAsync() => Original.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Original.DisposeAsync();
        copies.Delete(recursive: true);
    }

    /// <summary>The folder of a copy.</summary>
    protected string Folder(string copy) => Path.Combine(copies.FullName, copy);

    protected Task<(int Code, string Output)> TryBackUp(string copy) =>
        PlatformProgram.Run("--data", Original.Folder, "--backup", Folder(copy));

    protected async Task BackUp(string copy)
    {
        var (code, output) = await TryBackUp(copy);
        code.ShouldBe(0, output);
    }
}
