using AuthService.LoginFailures;
using AuthService.Passwords;
using AuthService.Users;
using Contracts;
using Contracts.Sessions;
using Documents;
using Microsoft.Extensions.DependencyInjection;

namespace AuthService.Tests.Sessions;

public sealed class Logging_in : AuthServiceTest
{
    [Fact]
    public async Task Starts_a_session_whose_access_token_counts()
    {
        var user = await Service.HasUser("ada@example.com");

        var session = (await Service.LogIn(" ADA@example.com")).ShouldBeOfType<SessionStarted>();

        session.ExpiresIn.ShouldBe(900);
        session.User.Id.ShouldBe(user.Id);
        session.RefreshTokenExpiresAt.ShouldBe(Service.Time.GetUtcNow().AddDays(7), TimeSpan.FromSeconds(20));
        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Sessions.Get(user.Id.ToString()))!.RefreshTokenHash.ShouldNotBe(session.RefreshToken);
    }

    [Fact]
    public async Task An_unknown_email_is_answered_as_a_wrong_password_is()
    {
        await Service.HasUser("ada@example.com");

        var wrong = ShouldBeRefused(await Service.LogIn("ada@example.com", "Wrong-Horse-1"), "INVALID_CREDENTIALS");
        var unknown = ShouldBeRefused(await Service.LogIn("bob@example.com"), "INVALID_CREDENTIALS");
        var none = ShouldBeRefused(await Service.LogIn("no address\u0000", ""), "INVALID_CREDENTIALS");

        unknown.ShouldBe(wrong);
        none.ShouldBe(wrong);
    }

    [Fact]
    public async Task Ends_the_session_before_and_only_that()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");

        var second = await Service.HasSession("ada@example.com");

        (await Service.Accepts(first)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(first.RefreshToken), "INVALID_REFRESH_TOKEN");
        (await Service.Accepts(second)).ShouldBeTrue();
        (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Many_simultaneous_logins_leave_one_session()
    {
        var user = await Service.HasUser("ada@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Service.LogIn("ada@example.com")));

        var sessions = answers.Select(answer => answer.ShouldBeOfType<SessionStarted>()).ToList();
        var accepted = await Task.WhenAll(sessions.Select(Service.Accepts));
        accepted.Count(yes => yes).ShouldBe(1);
        var last = sessions[Array.IndexOf(accepted, true)];
        foreach (var other in sessions.Where(session => session != last))
        {
            ShouldBeRefused(await Service.Refresh(other.RefreshToken), "INVALID_REFRESH_TOKEN");
        }

        (await Service.Accepts(last)).ShouldBeTrue();
        (await Service.Refresh(last.RefreshToken)).ShouldBeOfType<SessionStarted>().User.Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task A_login_is_announced_by_the_id_of_its_message()
    {
        var user = await Service.HasUser("ada@example.com");
        var messageId = Guid.NewGuid();

        await Service.LogIn("ada@example.com", messageId: messageId);

        var login = await Service.Logins.Next();
        login.UserId.ShouldBe(user.Id);
        login.LoginId.ShouldBe(messageId);
    }

    [Fact]
    public async Task A_login_is_announced_though_a_logout_follows()
    {
        var user = await Service.HasUser("ada@example.com");

        await Service.LogIn("ada@example.com");
        await Service.Ask<SessionEnded>(new LogOut(user.Id));

        (await Service.Logins.Next()).UserId.ShouldBe(user.Id);
    }

    [Fact]
    public async Task When_the_cost_has_risen_the_password_is_hashed_again()
    {
        var user = await Service.HasUser("ada@example.com");
        using var cheap = new PasswordHashing(500, TimeProvider.System);
        var weak = await cheap.Hash(AuthServiceHost.Password);
        await Service.Users.Change(user.Id.ToString(), u =>
        {
            u.PasswordHash = weak;
            return true;
        });

        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();

        var hash = (await Service.Users.Get(user.Id.ToString()))!.PasswordHash;
        hash.ShouldNotBe(weak);
        (await Service.Get<PasswordHashing>().Check(hash, AuthServiceHost.Password)).ShouldBe(PasswordCheck.Right);
        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task While_the_session_store_is_down_a_login_fails_and_is_not_refused()
    {
        await Service.HasUser("ada@example.com");
        Service.AccessTokens.IsDown = true;

        await Should.ThrowAsync<MassTransit.RequestFaultException>(() => Service.LogIn("ada@example.com"));

        Service.AccessTokens.IsDown = false;
        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_login_that_is_retried_after_it_was_saved_gives_other_tokens()
    {
        await Service.HasUser("ada@example.com");
        Service.AccessTokens.FailNextStart();

        var session = await Service.HasSession("ada@example.com");

        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_message_that_is_delivered_again_leaves_the_session_alone()
    {
        await Service.HasUser("ada@example.com");
        var messageId = Guid.NewGuid();
        var session = (await Service.LogIn("ada@example.com", messageId: messageId)).ShouldBeOfType<SessionStarted>();

        await Service.Deliver(new LogIn("ada@example.com", AuthServiceHost.Password, null), messageId);

        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task When_nobody_waits_any_more_no_session_begins()
    {
        var user = await Service.HasUser("ada@example.com");

        await Service.Deliver(new LogIn("ada@example.com", AuthServiceHost.Password, null), expired: true);

        (await Service.Sessions.Get(user.Id.ToString())).ShouldBeNull();
    }
}

public sealed class Logging_in_after_failures : AuthServiceTest
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("unknown@example.com")]
    public async Task The_eleventh_attempt_is_refused_whether_the_email_is_known_and_the_password_right_or_not(string email)
    {
        await Service.HasUser("ada@example.com");
        await Fail(email, 10);

        var refused = ShouldBeRefused(await Service.LogIn(email.ToUpperInvariant()), "TOO_MANY_ATTEMPTS");

        refused.Data!["retryAfter"].GetInt32().ShouldBeInRange(840, 900);
        ShouldBeRefused(await Service.LogIn(email, "Wrong-Horse-1", "192.0.2.2"), "TOO_MANY_ATTEMPTS");
    }

    [Fact]
    public async Task After_15_minutes_the_user_is_let_in()
    {
        await Service.HasUser("ada@example.com");
        await Fail("ada@example.com", 10);

        Service.Time.Advance(TimeSpan.FromMinutes(15));

        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task After_a_success_the_count_begins_at_none()
    {
        await Service.HasUser("ada@example.com");
        for (var round = 0; round < 3; round++)
        {
            await Fail("ada@example.com", 9);
            (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
        }
    }

    [Fact]
    public async Task Of_64_simultaneous_guesses_ten_are_told_that_they_are_wrong()
    {
        await Service.HasUser("ada@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Service.LogIn("ada@example.com", $"Wrong-Horse-{i}")));

        answers.Cast<Refused>().Count(refused => refused.Code == "INVALID_CREDENTIALS").ShouldBe(10);
        answers.Cast<Refused>().Count(refused => refused.Code == "TOO_MANY_ATTEMPTS").ShouldBe(54);
    }

    [Fact]
    public async Task Many_simultaneous_right_logins_are_let_in() =>
        (await Task.WhenAll((await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Service.HasUser($"user{i}@example.com"))))
            .Select(user => Service.LogIn(user.Email)))).ShouldAllBe(answer => answer is SessionStarted);

    [Fact]
    public async Task After_100_failures_an_address_is_refused_and_no_other()
    {
        await Service.HasUser("ada@example.com");
        for (var i = 0; i < 100; i++)
        {
            ShouldBeRefused(await Service.LogIn($"guess{i}@example.com", ipAddress: "198.51.100.7"), "INVALID_CREDENTIALS");
        }

        ShouldBeRefused(await Service.LogIn("ada@example.com", ipAddress: "198.51.100.7"), "TOO_MANY_ATTEMPTS");
        (await Service.LogIn("ada@example.com", ipAddress: "198.51.100.8")).ShouldBeOfType<SessionStarted>();
        (await Service.LogIn("ada@example.com", ipAddress: null)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_right_guess_that_others_overtook_past_the_limit_does_not_show()
    {
        await using var service = await AuthServiceHost.Start(replace: services => services.AddSingleton<ILoginFailures, BlockedAfterTheFirstLook>());
        await service.HasUser("ada@example.com");

        ShouldBeRefused(await service.LogIn("ada@example.com", ipAddress: null), "TOO_MANY_ATTEMPTS");

        (await service.Sessions.Get((await service.Users.Query(new Query<User>().OrderBy(u => u.CreatedAt))).Items[0].Id)).ShouldBeNull();
    }

    private async Task Fail(string email, int times)
    {
        for (var i = 0; i < times; i++)
        {
            ShouldBeRefused(await Service.LogIn(email, "Wrong-Horse-1"), "INVALID_CREDENTIALS");
        }
    }

    private sealed class BlockedAfterTheFirstLook : ILoginFailures
    {
        private int looks;

        public Task<TimeSpan?> Blocked(FailureKey key, CancellationToken cancellationToken) =>
            Task.FromResult<TimeSpan?>(Interlocked.Increment(ref looks) == 1 ? null : TimeSpan.FromMinutes(5));

        public Task<TimeSpan?> Count(FailureKey key, CancellationToken cancellationToken) => throw new InvalidOperationException("The password was right.");

        public Task Forget(FailureKey key, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody was let in.");
    }
}
