using AuthService.LoginFailures;
using Hosting.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace AuthService.Tests.LoginFailures;

/// <summary>What both implementations of the port must do.</summary>
public abstract class LoginFailuresCompliance
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    internal static SecretCipher Cipher { get; } = new(new byte[SecretCipher.KeySize]);

    private protected FailureKey Key { get; } = FailureKey.Of(Cipher, "email", Guid.NewGuid().ToString(), 3);

    private protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    private protected abstract ILoginFailures Failures { get; }

    public virtual async Task After_the_last_allowed_failure_attempts_are_blocked_until_the_first_is_15_minutes_old()
    {
        await Fail();
        Time.Advance(TimeSpan.FromMinutes(5));
        await Fail();
        (await Blocked()).ShouldBeNull();
        await Fail();

        (await Blocked())!.Value.ShouldBe(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20));

        Time.Advance(TimeSpan.FromMinutes(10));
        (await Blocked()).ShouldBeNull();
    }

    public virtual async Task Failures_of_any_15_minutes_count()
    {
        await Fail();
        Time.Advance(Window - TimeSpan.FromSeconds(60));
        await Fail();
        await Fail();
        Time.Advance(TimeSpan.FromSeconds(61));
        (await Blocked()).ShouldBeNull();
        await Fail();

        (await Blocked()).ShouldNotBeNull();
    }

    public virtual async Task Attempts_while_blocked_do_not_count_and_prolong_nothing()
    {
        await Fail();
        await Fail();
        await Fail();
        Time.Advance(TimeSpan.FromMinutes(14));

        (await Failures.Count(Key, CancellationToken.None)).ShouldNotBeNull();

        Time.Advance(TimeSpan.FromMinutes(1));
        (await Blocked()).ShouldBeNull();
    }

    public virtual async Task Simultaneous_failures_are_counted_exactly()
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Failures.Count(Key, CancellationToken.None))));

        waits.Count(wait => wait is null).ShouldBe(3);
    }

    public virtual async Task A_key_that_is_forgotten_starts_from_none()
    {
        await Fail();
        await Fail();
        await Fail();

        await Failures.Forget(Key, CancellationToken.None);

        (await Blocked()).ShouldBeNull();
        await Fail();
    }

    public virtual async Task Each_key_is_counted_by_itself()
    {
        await Fail();
        await Fail();
        await Fail();

        (await Failures.Blocked(FailureKey.Of(Cipher, "email", "another", 3), CancellationToken.None)).ShouldBeNull();
    }

    private protected Task<TimeSpan?> Blocked() => Failures.Blocked(Key, CancellationToken.None);

    private protected async Task Fail() => (await Failures.Count(Key, CancellationToken.None)).ShouldBeNull();
}

public sealed class Login_failures_in_memory : LoginFailuresCompliance
{
    private readonly MemoryLoginFailures memory;

    public Login_failures_in_memory() => memory = new MemoryLoginFailures(Time, mostKeys: 10);

    private protected override ILoginFailures Failures => memory;

    [Fact]
    public override Task After_the_last_allowed_failure_attempts_are_blocked_until_the_first_is_15_minutes_old() => base.After_the_last_allowed_failure_attempts_are_blocked_until_the_first_is_15_minutes_old();

    [Fact]
    public override Task Failures_of_any_15_minutes_count() => base.Failures_of_any_15_minutes_count();

    [Fact]
    public override Task Attempts_while_blocked_do_not_count_and_prolong_nothing() => base.Attempts_while_blocked_do_not_count_and_prolong_nothing();

    [Fact]
    public override Task Simultaneous_failures_are_counted_exactly() => base.Simultaneous_failures_are_counted_exactly();

    [Fact]
    public override Task A_key_that_is_forgotten_starts_from_none() => base.A_key_that_is_forgotten_starts_from_none();

    [Fact]
    public override Task Each_key_is_counted_by_itself() => base.Each_key_is_counted_by_itself();

    [Fact]
    public async Task Past_the_bound_of_keys_the_longest_quiet_is_dropped()
    {
        await Fail();
        await Fail();
        for (var i = 0; i < 9; i++)
        {
            await memory.Count(FailureKey.Of(Cipher, "email", $"{i}", 3), CancellationToken.None);
        }

        await Fail();
        for (var i = 9; i < 18; i++)
        {
            await memory.Count(FailureKey.Of(Cipher, "email", $"{i}", 3), CancellationToken.None);
        }

        memory.Keys.ShouldBe(10);
        (await Blocked()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Keys_that_were_quiet_for_15_minutes_are_dropped()
    {
        await Fail();
        Time.Advance(TimeSpan.FromMinutes(15));

        await memory.Count(FailureKey.Of(Cipher, "email", "another", 3), CancellationToken.None);

        memory.Keys.ShouldBe(1);
    }
}

public sealed class Failure_keys
{
    [Fact]
    public void Do_not_contain_the_email()
    {
        var attempt = LoginAttempt.Of(LoginFailuresCompliance.Cipher, "ada@example.com", "192.0.2.1");

        attempt.Account.Text.ShouldNotContain("ada");
        attempt.Address!.Value.Text.ShouldNotContain("192.0.2.1");
    }

    [Fact]
    public void Tell_nobody_who_guesses_the_email_and_has_no_key()
    {
        var (one, same, other) = (new byte[SecretCipher.KeySize], new byte[SecretCipher.KeySize], new byte[SecretCipher.KeySize]);
        other[0] = 1;

        KeyBy(same).ShouldBe(KeyBy(one));
        KeyBy(other).ShouldNotBe(KeyBy(one));
        HashOf(LoginAttempt.Of(new SecretCipher(one), Guid.Empty.ToString(), null).Account).ShouldNotBe(HashOf(LoginAttempt.Of(new SecretCipher(one), Guid.Empty).Account));

        static string HashOf(FailureKey key) => key.Text.Split(':')[^1];

        static string KeyBy(byte[] key) => LoginAttempt.Of(new SecretCipher(key), "ada@example.com", null).Account.Text;
    }
}
