using Contracts;
using Contracts.Sessions;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.SecondFactors;

public sealed class Logging_in_with_the_second_factor : AuthServiceTest
{
    private const string Email = "ada@example.com";

    private UserDetails user = null!;
    private Authenticator authenticator = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        user = await Service.HasUser(Email);
        authenticator = await Authenticator.TurnedOn(Service, user);
    }

    [Fact]
    public async Task The_password_alone_begins_no_session()
    {
        var asked = (await Service.AskOneOf<SessionStarted, MfaRequired>(new LogIn(Email, AuthServiceHost.Password, null))).ShouldBeOfType<MfaRequired>();

        asked.ExpiresIn.ShouldBe(300);
        (await Service.Sessions.Get(user.Id.ToString()))?.RefreshTokenHash.ShouldBeNull();
        (await Service.AccessTokens.Get(user.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_code_begins_the_session()
    {
        var session = (await authenticator.LogIn(await authenticator.AskedAtLogIn(), authenticator.Code())).ShouldBeOfType<SessionStarted>();

        session.User.MfaEnabled.ShouldBeTrue();
        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Logins.Next()).UserId.ShouldBe(user.Id);
    }

    [Fact]
    public async Task A_wrong_password_is_answered_as_for_any_account()
    {
        var other = await Service.HasUser("bob@example.com");

        var wrong = ShouldBeRefused(await Service.LogIn(Email, "Wrong-Horse-1"), "INVALID_CREDENTIALS");

        ShouldBeRefused(await Service.LogIn(other.Email, "Wrong-Horse-1"), "INVALID_CREDENTIALS").ShouldBe(wrong);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var code = authenticator.Code();
        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), code)).ShouldBeOfType<SessionStarted>();

        ShouldBeRefused(await authenticator.LogIn(await authenticator.AskedAtLogIn(), code), "INVALID_CODE");
    }

    [Fact]
    public async Task The_code_that_turned_it_on_is_used()
    {
        var other = await Service.HasUser("bob@example.com");
        var fresh = await Authenticator.Begun(Service, other);
        var code = fresh.Code();
        (await fresh.Confirm(code)).ShouldBeOfType<MfaConfirmed>();

        ShouldBeRefused(await fresh.LogIn(await fresh.AskedAtLogIn(), code), "INVALID_CODE");
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_in_any_spelling()
    {
        var code = authenticator.RecoveryCodes[3];
        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), code.Replace("-", "").ToLowerInvariant())).ShouldBeOfType<SessionStarted>();

        ShouldBeRefused(await authenticator.LogIn(await authenticator.AskedAtLogIn(), code), "INVALID_CODE");
        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), authenticator.RecoveryCodes[4])).ShouldBeOfType<SessionStarted>();
        (await Service.Audited.Of(user.Id, 3)).Select(entry => entry.Action).ShouldBe(["mfa.enabled", "mfa.recovery_code_used", "mfa.recovery_code_used"]);
    }

    [Fact]
    public async Task A_wrong_code_leaves_the_login_open()
    {
        var token = await authenticator.AskedAtLogIn();
        ShouldBeRefused(await authenticator.LogIn(token, Authenticator.WrongCode), "INVALID_CODE");

        (await authenticator.LogIn(token, authenticator.Code())).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_token_works_once()
    {
        var token = await authenticator.AskedAtLogIn();
        (await authenticator.LogIn(token, authenticator.Code())).ShouldBeOfType<SessionStarted>();

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.RecoveryCodes[0]), "INVALID_MFA_TOKEN");
    }

    [Fact]
    public async Task A_token_dies_after_300_seconds()
    {
        var token = await authenticator.AskedAtLogIn();
        Service.Time.Advance(TimeSpan.FromSeconds(300));

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.Code()), "INVALID_MFA_TOKEN");
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1.00000000.AAAA")]
    [InlineData("no token at all")]
    public async Task A_token_that_nobody_made_is_refused(string token) =>
        ShouldBeRefused(await authenticator.LogIn(token, authenticator.Code()), "INVALID_MFA_TOKEN");

    [Fact]
    public async Task A_token_tells_nothing()
    {
        var token = await authenticator.AskedAtLogIn();

        token.ShouldNotContain(user.Id.ToString());
        System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[2])).ShouldNotContain(user.Id.ToString());
        (await authenticator.AskedAtLogIn()).ShouldNotBe(token);
    }

    [Fact]
    public async Task A_change_of_the_password_ends_the_token()
    {
        var token = await authenticator.AskedAtLogIn();
        (await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, AuthServiceHost.Password, "Another-Horse-2"))).ShouldBeOfType<PasswordChanged>();

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.Code()), "INVALID_MFA_TOKEN");
    }

    [Fact]
    public async Task A_change_of_the_password_that_comes_after_the_code_begins_no_session()
    {
        var pause = Service.AccessTokens.PauseNextStart();
        var login = authenticator.LogIn(await authenticator.AskedAtLogIn(), authenticator.Code());
        await pause.Reached;

        await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, AuthServiceHost.Password, "Another-Horse-2"));
        pause.Release();

        ShouldBeRefused(await login, "INVALID_MFA_TOKEN");
        (await Service.AccessTokens.Get(user.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var token = await authenticator.AskedAtLogIn();
        await Service.Ask<UserDeleted>(new DeleteUser(user.Id, new Caller(Guid.NewGuid(), [Role.Admin])));

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.Code()), "INVALID_MFA_TOKEN");
        (await Service.Users.Get(user.Id.ToString()))!.SecondFactor.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_who_use_a_code_at_once_one_is_let_in(bool isRecovery)
    {
        string[] tokens = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => authenticator.AskedAtLogIn()))];
        var code = isRecovery ? authenticator.RecoveryCodes[0] : authenticator.Code();

        var answers = await Task.WhenAll(tokens.Select(token => authenticator.LogIn(token, code)));

        (await Service.Accepts(answers.OfType<SessionStarted>().ShouldHaveSingleItem())).ShouldBeTrue();
        answers.OfType<Refused>().Count(refused => refused.Code is "INVALID_CODE" or "INVALID_MFA_TOKEN").ShouldBe(7);
        (await Service.Users.Get(user.Id.ToString()))!.SecondFactor!.RecoveryHashes!.Count.ShouldBe(isRecovery ? 9 : 10);
    }

    [Fact]
    public async Task Of_many_codes_that_are_used_with_one_token_one_is_let_in()
    {
        var token = await authenticator.AskedAtLogIn();

        var answers = await Task.WhenAll(authenticator.RecoveryCodes.Select(code => authenticator.LogIn(token, code)));

        (await Service.Accepts(answers.OfType<SessionStarted>().ShouldHaveSingleItem())).ShouldBeTrue();
        answers.OfType<Refused>().Count(refused => refused.Code == "INVALID_MFA_TOKEN").ShouldBe(9);
        (await Service.Users.Get(user.Id.ToString()))!.SecondFactor!.RecoveryHashes!.Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_message_that_is_delivered_again_leaves_the_session_alone()
    {
        var messageId = Guid.NewGuid();
        var login = new ConfirmLogIn(await authenticator.AskedAtLogIn(), authenticator.Code(), null);
        var session = (await Service.Ask<SessionStarted>(login, messageId)).ShouldBeOfType<SessionStarted>();

        await Service.Deliver(login, messageId);

        (await Service.Accepts(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_login_that_is_retried_after_its_code_was_used_goes_on()
    {
        Service.AccessTokens.FailNextStart();

        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), authenticator.Code())).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Wrong_codes_count_as_failed_logins_though_the_password_is_right_in_between()
    {
        for (var i = 0; i < 10; i++)
        {
            ShouldBeRefused(await authenticator.LogIn(await authenticator.AskedAtLogIn(), Authenticator.WrongCode), "INVALID_CODE");
        }

        ShouldBeRefused(await Service.LogIn(Email), "TOO_MANY_ATTEMPTS");
    }

    [Fact]
    public async Task A_lock_out_hides_the_right_code()
    {
        var token = await authenticator.AskedAtLogIn();
        for (var i = 0; i < 10; i++)
        {
            await authenticator.LogIn(token, Authenticator.WrongCode);
        }

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.Code()), "TOO_MANY_ATTEMPTS").Data!["retryAfter"].GetInt32().ShouldBeInRange(600, 900);
    }

    [Fact]
    public async Task Of_64_simultaneous_guesses_ten_are_told_that_they_are_wrong()
    {
        var token = await authenticator.AskedAtLogIn();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => authenticator.LogIn(token, Authenticator.WrongCode)));

        answers.Cast<Refused>().Count(refused => refused.Code == "INVALID_CODE").ShouldBe(10);
    }

    [Fact]
    public async Task A_success_starts_the_count_anew()
    {
        for (var i = 0; i < 9; i++)
        {
            await authenticator.LogIn(await authenticator.AskedAtLogIn(), Authenticator.WrongCode);
        }

        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), authenticator.Code())).ShouldBeOfType<SessionStarted>();
        ShouldBeRefused(await authenticator.LogIn(await authenticator.AskedAtLogIn(), Authenticator.WrongCode), "INVALID_CODE");
        await authenticator.AskedAtLogIn();
    }

    [Fact]
    public async Task A_secret_that_does_not_open_lets_a_recovery_code_in()
    {
        var token = await authenticator.AskedAtLogIn();
        await Service.Users.Change(user.Id.ToString(), u =>
        {
            u.SecondFactor = u.SecondFactor! with { Secret = "v1.00000000.AAAA" };
            return true;
        });

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.RecoveryCodes[0]), "INVALID_MFA_TOKEN");
        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), authenticator.RecoveryCodes[0])).ShouldBeOfType<SessionStarted>();
    }
}
