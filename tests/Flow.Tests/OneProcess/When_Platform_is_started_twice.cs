namespace Flow.Tests.OneProcess;

[Collection(SharedPlatform.Collection)]
public sealed class When_Platform_is_started_twice(SharedPlatform shared)
{
    [Fact]
    public async Task The_second_one_on_the_same_data_says_so_and_ends()
    {
        var platform = await shared.Healthy();

        var (code, output) = await PlatformProgram.Run("--data", platform.Folder, "--urls=http://127.0.0.1:0");

        code.ShouldBe(1);
        output.ShouldContain("which another process has open");
        output.ShouldNotContain("   at ");
        platform.Process.IsRunning.ShouldBeTrue();
    }
}
