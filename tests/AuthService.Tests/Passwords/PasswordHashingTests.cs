using System.Diagnostics;
using AuthService.Passwords;
using ServiceDefaults.Configuration;

namespace AuthService.Tests.Passwords;

public sealed class PasswordHashingTests
{
    [Fact]
    public async Task Should_tell_right_from_wrong()
    {
        using var passwords = new PasswordHashing(1_000);
        var hash = await passwords.Hash("Correct-Horse-1");

        (await passwords.Check(hash, "Correct-Horse-1")).ShouldBe(PasswordCheck.Right);
        (await passwords.Check(hash, "correct-Horse-1")).ShouldBe(PasswordCheck.Wrong);
        (await passwords.Check(null, "Correct-Horse-1")).ShouldBe(PasswordCheck.Wrong);
    }

    [Fact]
    public async Task Should_notice_a_hash_of_lower_cost()
    {
        using var before = new PasswordHashing(1_000);
        using var after = new PasswordHashing(2_000);
        var hash = await before.Hash("Correct-Horse-1");

        (await after.Check(hash, "Correct-Horse-1")).ShouldBe(PasswordCheck.RightButWeak);
        (await after.Check(hash, "Wrong-Horse-1")).ShouldBe(PasswordCheck.Wrong);
    }

    [Fact]
    public async Task Should_work_as_long_for_an_unknown_account_as_for_a_wrong_password()
    {
        using var passwords = new PasswordHashing(200_000);
        var hash = await passwords.Hash("Correct-Horse-1");

        // The shortest of several: other work on this machine only ever adds time.
        var (known, unknown) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3 || (round < 30 && unknown / known is < 0.5 or > 2); round++)
        {
            known = Math.Min(known, await Milliseconds(() => passwords.Check(hash, "Wrong-Horse-1")));
            unknown = Math.Min(unknown, await Milliseconds(() => passwords.Check(null, "Wrong-Horse-1")));
        }

        (unknown / known).ShouldBeInRange(0.5, 2);
    }

    [Theory]
    [InlineData("Production", "99999")]
    [InlineData("Testing", "999")]
    [InlineData("Testing", "many")]
    public async Task Should_not_start_with_too_low_a_cost(string environment, string iterations)
    {
        var fault = await Should.ThrowAsync<ConfigurationException>(
            () => AuthServiceHost.Start(environment: environment, settings: [("Passwords:Iterations", iterations)]));

        fault.Message.ShouldContain("Passwords__Iterations");
    }

    private static async Task<double> Milliseconds(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
