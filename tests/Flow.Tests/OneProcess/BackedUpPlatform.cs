using Testing.Processes;

namespace Flow.Tests.OneProcess;

/// <summary>Tests of a class with a platform of its own, which they make copies of. It is started again after a test killed it.</summary>
[Collection(InThisProcess.Name)]
public abstract class BackedUpPlatform(PlatformHost original) : IClassFixture<PlatformHost>, IAsyncLifetime
{
    private readonly DirectoryInfo copies = Directory.CreateTempSubdirectory("platform-copies-");

    protected PlatformHost Original { get; } = original;

    protected IEnumerable<string> Copies => copies.GetFileSystemInfos().Select(copy => copy.Name);

    public Task InitializeAsync() => Original.InitializeAsync();

    public Task DisposeAsync()
    {
        copies.Delete(recursive: true);
        return Task.CompletedTask;
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
