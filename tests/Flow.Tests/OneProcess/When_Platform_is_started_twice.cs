using Testing;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class When_Platform_is_started_twice(PlatformHost platform) : IClassFixture<PlatformHost>
{
    [Fact]
    public async Task The_second_one_on_the_same_data_says_so_and_ends()
    {
        await using var second = new ServiceProcess("Platform", Ports.Free(), TestAccounts.Environment, "--data", platform.Folder);
        second.Start();

        (await second.Exit(TimeSpan.FromSeconds(60))).ShouldBe(1);

        second.Output.ShouldContain("which another process has open");
        second.Output.ShouldNotContain("   at ");
        platform.Process.IsRunning.ShouldBeTrue();
    }
}
