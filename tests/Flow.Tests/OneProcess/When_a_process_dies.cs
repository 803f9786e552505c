using Testing;
using Drills.Processes;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class When_a_process_dies
{
    [Fact]
    public async Task It_is_told_once_with_its_exit_code_and_what_it_wrote()
    {
        await using var process = new ServiceProcess("Platform", Ports.Free(), new Dictionary<string, string> { ["Jwt__Secret"] = "short" });
        process.Start();
        await Wait.Until(() => !process.IsRunning, "it ends");

        var died = Should.Throw<DiedException>(process.Start);

        died.Message.ShouldContain("Platform died by itself with exit code 1;");
        died.Message.ShouldContain("Jwt__Secret has 5 bytes");
        Should.NotThrow(process.Start);
        (await Should.ThrowAsync<DiedException>(() => process.Ready())).Message.ShouldContain("Jwt__Secret has 5 bytes");
    }

    [Fact]
    public async Task Because_a_test_ended_it_nothing_is_told()
    {
        await using var process = new ServiceProcess("Platform", Ports.Free(), new Dictionary<string, string> { ["Jwt__Secret"] = "short" });
        process.Start();
        await process.Exit(TimeSpan.FromSeconds(60));

        Should.NotThrow(process.ThrowIfDied);
    }
}
