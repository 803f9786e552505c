using Contracts;
using Contracts.Sessions;
using Contracts.Users;

namespace AuthService.Tests.SecondFactors;

public sealed class Turning_the_second_factor_off : AuthServiceTest
{
    private const string Email = "ada@example.com";

    private readonly Caller admin = new(Guid.NewGuid(), [Role.Admin]);
    private UserDetails user = null!;
    private Authenticator authenticator = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        user = await Service.HasUser(Email);
        authenticator = await Authenticator.TurnedOn(Service, user);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Takes_the_password_and_a_code_or_a_recovery_code(bool withRecoveryCode)
    {
        (await authenticator.Remove(withRecoveryCode ? authenticator.RecoveryCodes[0] : authenticator.Code())).ShouldBe(new MfaRemoved(user.Id));

        (await Service.LogIn(Email)).ShouldBeOfType<SessionStarted>().User.MfaEnabled.ShouldBeFalse();
        (await Service.Audited.Of(user.Id, 2))[^1].ShouldSatisfyAllConditions(
            entry => entry.Action.ShouldBe("mfa.disabled"), entry => entry.Actor.ShouldBe(user.Id.ToString()));
    }

    [Fact]
    public async Task Needs_both()
    {
        ShouldBeRefused(await authenticator.Remove(authenticator.Code(), "Wrong-Horse-1"), "INVALID_PASSWORD");
        ShouldBeRefused(await authenticator.Remove(Authenticator.WrongCode), "INVALID_CODE");

        await authenticator.AskedAtLogIn();
    }

    [Fact]
    public async Task Takes_no_code_that_is_used()
    {
        var code = authenticator.Code();
        (await authenticator.LogIn(await authenticator.AskedAtLogIn(), code)).ShouldBeOfType<SessionStarted>();

        ShouldBeRefused(await authenticator.Remove(code), "INVALID_CODE");
    }

    [Fact]
    public async Task Guesses_are_locked_out()
    {
        for (var i = 0; i < 10; i++)
        {
            ShouldBeRefused(await authenticator.Remove(Authenticator.WrongCode), "INVALID_CODE");
        }

        ShouldBeRefused(await authenticator.Remove(authenticator.Code()), "TOO_MANY_ATTEMPTS");
    }

    [Fact]
    public async Task A_command_that_is_delivered_again_is_done()
    {
        var messageId = Guid.NewGuid();
        await authenticator.Remove(authenticator.RecoveryCodes[0], messageId: messageId);

        (await authenticator.Remove(authenticator.RecoveryCodes[0], messageId: messageId)).ShouldBeOfType<MfaRemoved>();
        ShouldBeRefused(await authenticator.Remove(authenticator.RecoveryCodes[1]), "INVALID_CODE");
    }

    [Fact]
    public async Task An_administrator_takes_it_from_whoever_has_lost_it()
    {
        var token = await authenticator.AskedAtLogIn();

        (await Service.Ask<MfaRemoved>(new ResetMfa(user.Id, admin))).ShouldBeOfType<MfaRemoved>();
        (await Service.Ask<MfaRemoved>(new ResetMfa(user.Id, admin))).ShouldBeOfType<MfaRemoved>();

        ShouldBeRefused(await authenticator.LogIn(token, authenticator.Code()), "INVALID_MFA_TOKEN");
        (await Service.LogIn(Email)).ShouldBeOfType<SessionStarted>();
        (await Service.Audited.Of(user.Id, 2)).Select(entry => (entry.Action, entry.Actor))
            .ShouldBe([("mfa.enabled", user.Id.ToString()), ("mfa.disabled", admin.UserId.ToString())]);
    }

    [Fact]
    public async Task A_reset_that_is_delivered_again_leaves_a_new_one_in_force()
    {
        var messageId = Guid.NewGuid();
        await Service.Ask<MfaRemoved>(new ResetMfa(user.Id, admin), messageId);
        var renewed = await Authenticator.TurnedOn(Service, user);

        await Service.Ask<MfaRemoved>(new ResetMfa(user.Id, admin), messageId);

        await renewed.AskedAtLogIn();
    }

    [Fact]
    public async Task Nobody_else_takes_it() =>
        ShouldBeRefused(await Service.Ask<MfaRemoved>(new ResetMfa(user.Id, admin with { Roles = [Role.Operator] })), "FORBIDDEN");

    [Fact]
    public async Task Of_a_user_who_is_none_there_is_nothing_to_take() =>
        ShouldBeRefused(await Service.Ask<MfaRemoved>(new ResetMfa(Guid.NewGuid(), admin)), "NOT_FOUND");
}
