using AuthService.LoginFailures;
using Microsoft.Extensions.Time.Testing;

namespace AuthService.Tests.LoginFailures;

/// <summary>What both implementations of the port must do.</summary>
public abstract class LoginFailuresTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private protected FailureKey Key { get; } = FailureKey.Of("email", Guid.NewGuid().ToString(), 3);

    private protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    private protected abstract ILoginFailures Failures { get; }

    public virtual async Task Should_block_after_the_last_allowed_failure_until_the_first_is_15_minutes_old()
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

    public virtual async Task Should_count_failures_of_any_15_minutes()
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

    public virtual async Task Should_not_count_past_the_limit_so_that_attempts_while_blocked_do_not_prolong_it()
    {
        await Fail();
        await Fail();
        await Fail();
        Time.Advance(TimeSpan.FromMinutes(14));

        (await Failures.Count(Key, CancellationToken.None)).ShouldNotBeNull();

        Time.Advance(TimeSpan.FromMinutes(1));
        (await Blocked()).ShouldBeNull();
    }

    public virtual async Task Should_count_simultaneous_failures_exactly()
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Failures.Count(Key, CancellationToken.None))));

        waits.Count(wait => wait is null).ShouldBe(3);
    }

    public virtual async Task Should_start_from_none_when_told_to_forget()
    {
        await Fail();
        await Fail();
        await Fail();

        await Failures.Forget(Key, CancellationToken.None);

        (await Blocked()).ShouldBeNull();
        await Fail();
    }

    public virtual async Task Should_keep_keys_apart()
    {
        await Fail();
        await Fail();
        await Fail();

        (await Failures.Blocked(FailureKey.Of("email", "another", 3), CancellationToken.None)).ShouldBeNull();
    }

    private protected Task<TimeSpan?> Blocked() => Failures.Blocked(Key, CancellationToken.None);

    private protected async Task Fail() => (await Failures.Count(Key, CancellationToken.None)).ShouldBeNull();
}

public sealed class MemoryLoginFailuresTests : LoginFailuresTests
{
    private readonly MemoryLoginFailures memory;

    public MemoryLoginFailuresTests() => memory = new MemoryLoginFailures(Time, mostKeys: 10);

    private protected override ILoginFailures Failures => memory;

    [Fact]
    public override Task Should_block_after_the_last_allowed_failure_until_the_first_is_15_minutes_old() => base.Should_block_after_the_last_allowed_failure_until_the_first_is_15_minutes_old();

    [Fact]
    public override Task Should_count_failures_of_any_15_minutes() => base.Should_count_failures_of_any_15_minutes();

    [Fact]
    public override Task Should_not_count_past_the_limit_so_that_attempts_while_blocked_do_not_prolong_it() => base.Should_not_count_past_the_limit_so_that_attempts_while_blocked_do_not_prolong_it();

    [Fact]
    public override Task Should_count_simultaneous_failures_exactly() => base.Should_count_simultaneous_failures_exactly();

    [Fact]
    public override Task Should_start_from_none_when_told_to_forget() => base.Should_start_from_none_when_told_to_forget();

    [Fact]
    public override Task Should_keep_keys_apart() => base.Should_keep_keys_apart();

    [Fact]
    public async Task Should_keep_no_more_keys_than_it_may_and_drop_the_longest_quiet()
    {
        await Fail();
        await Fail();
        for (var i = 0; i < 9; i++)
        {
            await memory.Count(FailureKey.Of("email", $"{i}", 3), CancellationToken.None);
        }

        await Fail();
        for (var i = 9; i < 18; i++)
        {
            await memory.Count(FailureKey.Of("email", $"{i}", 3), CancellationToken.None);
        }

        memory.Keys.ShouldBe(10);
        (await Blocked()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Should_drop_keys_that_were_quiet_for_15_minutes()
    {
        await Fail();
        Time.Advance(TimeSpan.FromMinutes(15));

        await memory.Count(FailureKey.Of("email", "another", 3), CancellationToken.None);

        memory.Keys.ShouldBe(1);
    }
}

public sealed class FailureKeyTests
{
    [Fact]
    public void Should_not_contain_the_email()
    {
        var attempt = LoginAttempt.Of("ada@example.com", "192.0.2.1");

        attempt.ToString().ShouldNotContain("ada");
        attempt.ToString().ShouldNotContain("192.0.2.1");
    }
}
