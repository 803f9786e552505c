using AuthService.Users;
using Contracts;
using Contracts.Sessions;
using Contracts.Users;
using Documents;
using OtpNet;

namespace AuthService.Tests.SecondFactors;

public sealed class Turning_the_second_factor_on : AuthServiceTest
{
    private const string Email = "ada@example.com";

    private UserDetails user = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        user = await Service.HasUser(Email);
    }

    [Fact]
    public async Task Begins_with_a_secret_that_authenticators_read()
    {
        var begun = (await Service.Ask<MfaBegun>(new BeginMfa(user.Id))).ShouldBeOfType<MfaBegun>();

        Base32Encoding.ToBytes(begun.Secret).Length.ShouldBe(20);
        begun.OtpauthUri.ShouldBe($"otpauth://totp/Messaging:ada%40example.com?secret={begun.Secret}&issuer=Messaging&algorithm=SHA1&digits=6&period=30");
    }

    [Fact]
    public async Task Is_not_in_force_before_a_code_shows_that_the_authenticator_has_it()
    {
        await Authenticator.Begun(Service, user);

        (await Service.LogIn(Email)).ShouldBeOfType<SessionStarted>().User.MfaEnabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Gives_ten_recovery_codes_and_shows_on_the_account()
    {
        var authenticator = await Authenticator.TurnedOn(Service, user);

        authenticator.RecoveryCodes.Distinct().Count().ShouldBe(10);
        (await Service.Ask<UserDetails>(new GetUser(user.Id))).ShouldBeOfType<UserDetails>().MfaEnabled.ShouldBeTrue();
        ShouldBeRefused(await Service.Ask<MfaBegun>(new BeginMfa(user.Id)), "MFA_ENABLED");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, true)]
    [InlineData(-2, false)]
    [InlineData(2, false)]
    public async Task Takes_a_code_of_one_step_either_way(int ahead, bool isTaken)
    {
        var authenticator = await Authenticator.Begun(Service, user);

        (await authenticator.Confirm(authenticator.Code(ahead)) is MfaConfirmed).ShouldBe(isTaken);
    }

    [Fact]
    public async Task Needs_the_code_of_the_newest_secret()
    {
        var first = await Authenticator.Begun(Service, user);
        await Authenticator.Begun(Service, user);

        ShouldBeRefused(await first.Confirm(first.Code()), "INVALID_CODE");
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("１２３４５６")]
    [InlineData("AAAA-BBBB-CCCC-DDDD")]
    [InlineData(Authenticator.WrongCode)]
    public async Task Needs_a_code_that_counts(string code)
    {
        var authenticator = await Authenticator.Begun(Service, user);

        ShouldBeRefused(await authenticator.Confirm(code), "INVALID_CODE");
    }

    [Fact]
    public async Task Needs_to_be_begun() =>
        ShouldBeRefused(await Service.Ask<MfaConfirmed>(new ConfirmMfa(user.Id, null, "123456")), "INVALID_CODE");

    [Fact]
    public async Task Ends_other_sessions_and_not_this_one()
    {
        var authenticator = await Authenticator.Begun(Service, user);
        var session = await Service.HasSession(Email);
        var sessionId = Token.Payload(session.AccessToken).GetProperty("sid").GetGuid();

        (await authenticator.Confirm(authenticator.Code(), sessionId)).ShouldBeOfType<MfaConfirmed>();

        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Ends_a_session_that_is_another_one()
    {
        var authenticator = await Authenticator.Begun(Service, user);
        var session = await Service.HasSession(Email);

        (await authenticator.Confirm(authenticator.Code(), Guid.NewGuid())).ShouldBeOfType<MfaConfirmed>();

        (await Service.Accepts(session)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task A_login_that_it_overtakes_is_asked_for_the_second_factor()
    {
        var authenticator = await Authenticator.Begun(Service, user);
        var pause = Service.AccessTokens.PauseNextStart();
        var login = Service.AskOneOf<SessionStarted, MfaRequired>(new LogIn(Email, AuthServiceHost.Password, null));
        await pause.Reached;

        (await authenticator.Confirm(authenticator.Code(), Guid.NewGuid())).ShouldBeOfType<MfaConfirmed>();
        pause.Release();

        (await login).ShouldBeOfType<MfaRequired>();
        (await Service.AccessTokens.Get(user.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_confirm_at_once_one_has_the_recovery_codes()
    {
        var authenticator = await Authenticator.Begun(Service, user);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => authenticator.Confirm(authenticator.Code((i % 3) - 1))));

        answers.OfType<MfaConfirmed>().ShouldHaveSingleItem();
        answers.OfType<Refused>().Count(refused => refused.Code == "INVALID_CODE").ShouldBe(7);
    }

    [Fact]
    public async Task A_begin_that_is_delivered_again_keeps_the_secret()
    {
        var messageId = Guid.NewGuid();
        var first = await Service.Ask<MfaBegun>(new BeginMfa(user.Id), messageId);

        (await Service.Ask<MfaBegun>(new BeginMfa(user.Id), messageId)).ShouldBe(first);
    }

    [Fact]
    public async Task A_confirmation_that_is_delivered_again_keeps_the_recovery_codes()
    {
        var authenticator = await Authenticator.Begun(Service, user);
        var messageId = Guid.NewGuid();
        var confirmation = new ConfirmMfa(user.Id, null, authenticator.Code());
        var codes = (await Service.Ask<MfaConfirmed>(confirmation, messageId)).ShouldBeOfType<MfaConfirmed>().RecoveryCodes;

        await Service.Deliver(confirmation, messageId);

        (await authenticator.Remove(codes[9])).ShouldBeOfType<MfaRemoved>();
    }

    [Fact]
    public async Task While_sessions_cannot_be_ended_nothing_changes()
    {
        var authenticator = await Authenticator.Begun(Service, user);
        Service.AccessTokens.IsDown = true;

        await Should.ThrowAsync<MassTransit.RequestFaultException>(() => authenticator.Confirm(authenticator.Code()));

        (await Service.Users.Get(user.Id.ToString()))!.HasSecondFactor().ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_stored_holds_neither_the_secret_nor_a_recovery_code()
    {
        var authenticator = await Authenticator.TurnedOn(Service, user);

        var stored = System.Text.Json.JsonSerializer.Serialize(await Service.Users.Get(user.Id.ToString()), DocumentJson.Options);

        stored.ShouldNotContain(authenticator.Secret);
        authenticator.RecoveryCodes.ShouldAllBe(code => !stored.Contains(code) && !stored.Contains(code.Replace("-", "")));
        (await Service.Users.Get(user.Id.ToString()))!.SecondFactor!.Secret.ShouldStartWith("v1.");
    }

    [Fact]
    public async Task A_sealed_secret_is_of_no_use_to_another_account()
    {
        var authenticator = await Authenticator.Begun(Service, user);
        var other = await Service.HasUser("bob@example.com");
        var secret = (await Service.Users.Get(user.Id.ToString()))!.SecondFactor!.Secret;
        await Service.Users.Change(other.Id.ToString(), u =>
        {
            u.SecondFactor = new SecondFactor(secret);
            return true;
        });

        await Should.ThrowAsync<MassTransit.RequestFaultException>(
            () => Service.Ask<MfaConfirmed>(new ConfirmMfa(other.Id, null, authenticator.Code())));
    }

    [Fact]
    public async Task It_is_audited_without_any_of_it()
    {
        var authenticator = await Authenticator.TurnedOn(Service, user);

        var entry = (await Service.Audited.Of(user.Id, 1)).ShouldHaveSingleItem();

        (entry.Action, entry.Actor, entry.Before, entry.After).ShouldBe(("mfa.enabled", user.Id.ToString(), null, null));
        System.Text.Json.JsonSerializer.Serialize(entry).ShouldNotContain(authenticator.Secret);
    }
}
