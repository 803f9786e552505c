using Testing;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

[Collection(SharedPlatform.Collection)]
public sealed class When_Platform_is_started_twice(SharedPlatform shared)
{
    [Fact]
    public async Task The_second_one_on_the_same_data_says_so_and_ends()
    {
        var platform = await shared.Healthy();
        await using var second = new ServiceProcess("Platform", Ports.Free(), TestAccounts.Environment, "--data", platform.Folder);
        second.Start();

        (await second.Exit(TimeSpan.FromSeconds(60))).ShouldBe(1);

        second.Output.ShouldContain("which another process has open");
        second.Output.ShouldNotContain("   at ");
        platform.Process.IsRunning.ShouldBeTrue();
    }
}
