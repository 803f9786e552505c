namespace Flow.Tests.OneProcess;

[Collection(InThisProcess.Name)]
public sealed class When_the_demo_runs
{
    [Fact]
    public async Task It_shows_a_granted_reward_and_exits_with_0()
    {
        // By its name the host finds the console's files; this process has another.
        var (code, output) = await PlatformProgram.Run("--demo", "--applicationName=Platform", "--Messaging:RequestTimeoutMilliseconds=15000", "--Passwords:Iterations=1000");

        code.ShouldBe(0, output);
        output.ShouldContain("FULFILLED");
        output.ShouldContain("wallet");
        output.ShouldContain("/auth/password/reset");
        output.ShouldContain("/invitations/accept");
        output.ShouldContain("(200 campaigns so far; the platform gives page 3)");
        output.ShouldContain("SUCCEEDED");
        output.ShouldContain("Every step was answered as expected.");
    }
}
