using Contracts.Sessions;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class ChangePasswordTests : AuthServiceTest
{
    private const string NewPassword = "Another-Horse-2";

    [Fact]
    public async Task Should_end_every_session_and_take_only_the_new_password()
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
    public async Task Should_refuse_a_wrong_current_password_and_keep_the_session()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Change(user, "Wrong-Horse-1", NewPassword), "INVALID_PASSWORD");

        (await Service.Accepts(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task Should_refuse_a_weak_new_password()
    {
        var user = await Service.HasUser("ada@example.com");

        ShouldBeRefused(await Change(user, AuthServiceHost.Password, "weak"), "VALIDATION_FAILED").Errors!.Keys.ShouldBe(["newPassword"]);
    }

    [Fact]
    public async Task Should_finish_a_change_whose_command_is_delivered_again()
    {
        var user = await Service.HasUser("ada@example.com");
        var messageId = Guid.NewGuid();
        await Change(user, AuthServiceHost.Password, NewPassword, messageId);

        (await Change(user, AuthServiceHost.Password, NewPassword, messageId)).ShouldBeOfType<PasswordChanged>();
        ShouldBeRefused(await Change(user, AuthServiceHost.Password, NewPassword), "INVALID_PASSWORD");
    }

    [Fact]
    public async Task Should_let_one_of_two_simultaneous_changes_win()
    {
        var user = await Service.HasUser("ada@example.com");
        string[] passwords = ["First-Horse-1", "Second-Horse-2"];

        var answers = await Task.WhenAll(passwords.Select(password => Change(user, AuthServiceHost.Password, password)));

        answers.OfType<PasswordChanged>().Count().ShouldBe(1);
        var winner = passwords[Array.FindIndex(answers, answer => answer is PasswordChanged)];
        (await Service.LogIn("ada@example.com", winner)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_refuse_a_login_with_the_old_password_that_the_change_overtook()
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

    private Task<object> Change(UserDetails user, string current, string next, Guid? messageId = null) =>
        Service.Ask<PasswordChanged>(new ChangePassword(user.Id, current, next), messageId);
}
