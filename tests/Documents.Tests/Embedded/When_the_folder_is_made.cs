namespace Documents.Tests.Embedded;

public sealed class When_the_folder_is_made : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_for_its_owner_only()
    {
        await using var open = await OpenFolder.At(folder);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
