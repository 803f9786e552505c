using AuthService.Passwords;
using Hosting.Configuration;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AuthService.Tests.Passwords;

public sealed class Password_hashing
{
    [Fact]
    public async Task Tells_right_from_wrong()
    {
        using var passwords = new PasswordHashing(1_000, TimeProvider.System);
        var hash = await passwords.Hash("Correct-Horse-1");

        (await passwords.Check(hash, "Correct-Horse-1")).ShouldBe(PasswordCheck.Right);
        (await passwords.Check(hash, "correct-Horse-1")).ShouldBe(PasswordCheck.Wrong);
        (await passwords.Check(null, "Correct-Horse-1")).ShouldBe(PasswordCheck.Wrong);
    }

    [Fact]
    public async Task Is_not_begun_where_it_could_not_end_in_time()
    {
        using var passwords = new PasswordHashing(100_000, TimeProvider.System);
        var hash = await passwords.Hash("Correct-Horse-1");
        var before = passwords.Rounds;

        foreach (var left in new[] { TimeSpan.FromSeconds(-1), TimeSpan.Zero, TimeSpan.FromMilliseconds(1) })
        {
            (await passwords.Check(hash, "Correct-Horse-1", left, CancellationToken.None)).ShouldBeNull();
            (await passwords.Hash("Correct-Horse-1", left, CancellationToken.None)).ShouldBeNull();
        }

        passwords.Rounds.ShouldBe(before);
        (await passwords.Check(hash, "Correct-Horse-1", TimeSpan.FromHours(1), CancellationToken.None)).ShouldBe(PasswordCheck.Right);
        (await passwords.Hash("Correct-Horse-1", TimeSpan.FromHours(1), CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Waits_for_its_turn_no_longer_than_that()
    {
        var time = new FakeTimeProvider();
        using var passwords = new PasswordHashing(1_000, time, places: 0);

        var check = passwords.Check(null, "Correct-Horse-1", TimeSpan.FromSeconds(4), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2.9));
        check.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        (await check.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
        passwords.Rounds.ShouldBe(0);
    }

    [Fact]
    public async Task Notices_a_hash_of_lower_cost()
    {
        using var before = new PasswordHashing(1_000, TimeProvider.System);
        using var after = new PasswordHashing(2_000, TimeProvider.System);
        var hash = await before.Hash("Correct-Horse-1");

        (await after.Check(hash, "Correct-Horse-1")).ShouldBe(PasswordCheck.RightButOld);
        (await after.Check(hash, "Wrong-Horse-1")).ShouldBe(PasswordCheck.Wrong);
    }

    [Theory]
    [InlineData("Gr\u00fc\u00dfe-1 \u1e69", "Gru\u0308\u00dfe-1 s\u0307\u0323")]
    [InlineData("Pa\ud55c1word", "Pa\u1112\u1161\u11ab1word")]
    public async Task Takes_a_password_in_every_spelling_of_it(string composed, string apart)
    {
        using var passwords = new PasswordHashing(1_000, TimeProvider.System);

        foreach (var registered in new[] { composed, apart })
        {
            var hash = await passwords.Hash(registered);

            (await passwords.Check(hash, composed)).ShouldBe(PasswordCheck.Right);
            (await passwords.Check(hash, apart)).ShouldBe(PasswordCheck.Right);
            (await passwords.Check(hash, composed + "\u0308")).ShouldBe(PasswordCheck.Wrong);
        }
    }

    [Theory]
    [InlineData("Gr\u00fc\u00dfe-123")]
    [InlineData("Gru\u0308\u00dfe-123")]
    public async Task Takes_a_hash_of_another_spelling_and_has_it_replaced(string typed)
    {
        using var passwords = new PasswordHashing(1_000, TimeProvider.System);
        var hasher = new PasswordHasher<PasswordHashing>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));
        var hash = hasher.HashPassword(passwords, "Gru\u0308\u00dfe-123");

        (await passwords.Check(hash, typed)).ShouldBe(PasswordCheck.RightButOld);
    }

    [Fact]
    public async Task Is_the_same_work_for_an_unknown_account_whatever_is_typed()
    {
        using var passwords = new PasswordHashing(1_000, TimeProvider.System);
        var hash = await passwords.Hash("Gr\u00fc\u00dfe-123");
        (await passwords.Check(hash, "Gru\u0308n-123")).ShouldBe(PasswordCheck.Wrong);
        var known = passwords.Rounds;

        (await passwords.Check(null, "Gru\u0308n-123")).ShouldBe(PasswordCheck.Wrong);

        passwords.Rounds.ShouldBe(known + known - 1_000);
    }

    [Fact]
    public async Task Is_the_same_work_for_an_unknown_account_and_for_wrong_passwords_of_old_and_new_hashes()
    {
        using var before = new PasswordHashing(1_000, TimeProvider.System);
        using var passwords = new PasswordHashing(3_000, TimeProvider.System);
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
    public async Task Does_not_start_with_too_low_a_cost(string environment, string iterations)
    {
        var fault = await Should.ThrowAsync<ConfigurationException>(
            () => AuthServiceHost.Start(environment: environment, settings: [("Passwords:Iterations", iterations)]));

        fault.Message.ShouldContain("Passwords__Iterations");
    }
}
