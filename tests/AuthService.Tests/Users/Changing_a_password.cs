using Contracts;
using Contracts.Sessions;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class Changing_a_password : AuthServiceTest
{
    private const string NewPassword = "Another-Horse-2";

    [Fact]
    public async Task Every_session_ends_and_only_the_new_password_is_taken()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        (await Change(user, AuthServiceHost.Password, NewPassword)).ShouldBe(new PasswordChanged(user.Id));

        (await Service.Accepts(session)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
        ShouldBeRefused(await Service.LogIn("ada@example.com"), "INVALID_CREDENTIALS");
        (await Service.LogIn("ada@example.com", NewPassword)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_wrong_current_password_is_refused_and_the_session_stays()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Change(user, "Wrong-Horse-1", NewPassword), "INVALID_PASSWORD");

        (await Service.Accepts(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_weak_new_password_is_refused()
    {
        var user = await Service.HasUser("ada@example.com");

        ShouldBeRefused(await Change(user, AuthServiceHost.Password, "weak"), "VALIDATION_FAILED").Errors!.Keys.ShouldBe(["newPassword"]);
    }

    [Fact]
    public async Task A_change_whose_command_is_delivered_again_is_finished()
    {
        var user = await Service.HasUser("ada@example.com");
        var messageId = Guid.NewGuid();
        await Change(user, AuthServiceHost.Password, NewPassword, messageId);

        (await Change(user, AuthServiceHost.Password, NewPassword, messageId)).ShouldBeOfType<PasswordChanged>();
        ShouldBeRefused(await Change(user, AuthServiceHost.Password, NewPassword), "INVALID_PASSWORD");
    }

    [Fact]
    public async Task Of_two_simultaneous_changes_one_wins()
    {
        var user = await Service.HasUser("ada@example.com");
        string[] passwords = ["First-Horse-1", "Second-Horse-2"];

        var answers = await Task.WhenAll(passwords.Select(password => Change(user, AuthServiceHost.Password, password)));

        answers.OfType<PasswordChanged>().Count().ShouldBe(1);
        var winner = passwords[Array.FindIndex(answers, answer => answer is PasswordChanged)];
        (await Service.LogIn("ada@example.com", winner)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_login_with_the_old_password_that_the_change_overtook_is_refused()
    {
        var user = await Service.HasUser("ada@example.com");
        var pause = Service.AccessTokens.PauseNextStart();
        var login = Service.LogIn("ada@example.com");
        await pause.Reached;

        (await Change(user, AuthServiceHost.Password, NewPassword)).ShouldBeOfType<PasswordChanged>();
        pause.Release();

        ShouldBeRefused(await login, "INVALID_CREDENTIALS");
        (await Service.AccessTokens.Get(user.Id)).ShouldBeNull();
        (await Service.Sessions.Get(user.Id.ToString()))!.RefreshTokenHash.ShouldBeNull();
    }

    [Fact]
    public async Task After_ten_wrong_guesses_every_one_is_refused_until_15_minutes_are_over()
    {
        var user = await Service.HasUser("ada@example.com");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Change(user, $"Wrong-Horse-{i}", NewPassword)));
        answers.Cast<Refused>().Count(refused => refused.Code == "INVALID_PASSWORD").ShouldBe(10);
        answers.Cast<Refused>().Count(refused => refused.Code == "TOO_MANY_ATTEMPTS").ShouldBe(14);

        ShouldBeRefused(await Change(user, AuthServiceHost.Password, NewPassword), "TOO_MANY_ATTEMPTS").Data!["retryAfter"].GetInt32().ShouldBeInRange(840, 900);

        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
        Service.Time.Advance(TimeSpan.FromMinutes(15));
        (await Change(user, AuthServiceHost.Password, NewPassword)).ShouldBeOfType<PasswordChanged>();
    }

    [Fact]
    public async Task After_a_change_wrong_passwords_count_from_none()
    {
        var user = await Service.HasUser("ada@example.com");
        var (current, next) = (AuthServiceHost.Password, NewPassword);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 9; i++)
            {
                ShouldBeRefused(await Change(user, "Wrong-Horse-1", next), "INVALID_PASSWORD");
            }

            (await Change(user, current, next)).ShouldBeOfType<PasswordChanged>();
            (current, next) = (next, current);
        }
    }

    [Fact]
    public async Task When_nobody_waits_any_more_nothing_changes()
    {
        var user = await Service.HasUser("ada@example.com");

        await Service.Deliver(new ChangePassword(user.Id, AuthServiceHost.Password, NewPassword), expired: true);

        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    private Task<object> Change(UserDetails user, string current, string next, Guid? messageId = null) =>
        Service.Ask<PasswordChanged>(new ChangePassword(user.Id, current, next), messageId);
}
