using AuthService.Passwords;
using Hosting.Configuration;

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
    public async Task Should_do_the_same_work_for_an_unknown_account_and_for_wrong_passwords_of_old_and_new_hashes()
    {
        using var before = new PasswordHashing(1_000);
        using var passwords = new PasswordHashing(3_000);
        string?[] hashes = [null, await before.Hash("Correct-Horse-1"), await passwords.Hash("Correct-Horse-1")];

        foreach (var hash in hashes)
        {
            var start = passwords.Rounds;
            (await passwords.Check(hash, "Wrong-Horse-1")).ShouldBe(PasswordCheck.Wrong);
            (passwords.Rounds - start).ShouldBe(3_000);
        }
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
}
