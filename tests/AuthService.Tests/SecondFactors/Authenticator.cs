using Contracts.Sessions;
using Contracts.Users;
using OtpNet;

namespace AuthService.Tests.SecondFactors;

/// <summary>A user's authenticator, once it is in force.</summary>
internal sealed class Authenticator(AuthServiceHost service, UserDetails user, string secret)
{
    public const string WrongCode = "000000";

    public string Secret => secret;

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public static async Task<Authenticator> Begun(AuthServiceHost service, UserDetails user) =>
        new(service, user, (await service.Ask<MfaBegun>(new BeginMfa(user.Id))).ShouldBeOfType<MfaBegun>().Secret);

    /// <summary>In force, and with a code that was not used yet.</summary>
    public static async Task<Authenticator> TurnedOn(AuthServiceHost service, UserDetails user)
    {
        var authenticator = await Begun(service, user);
        authenticator.RecoveryCodes = (await authenticator.Confirm(authenticator.Code())).ShouldBeOfType<MfaConfirmed>().RecoveryCodes;
        service.Time.Advance(TimeSpan.FromSeconds(30));
        return authenticator;
    }

    /// <param name="ahead">Of the time step so many after the present one.</param>
    public string Code(int ahead = 0)
    {
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(service.Time.GetUtcNow().AddSeconds(30 * ahead).UtcDateTime);
        code.ShouldNotBe(WrongCode);
        return code;
    }

    public Task<object> Confirm(string code, Guid? sessionId = null, Guid? messageId = null) =>
        service.Ask<MfaConfirmed>(new ConfirmMfa(user.Id, sessionId, code), messageId);

    public async Task<string> AskedAtLogIn() =>
        (await service.AskOneOf<SessionStarted, MfaRequired>(new LogIn(user.Email, AuthServiceHost.Password, null))).ShouldBeOfType<MfaRequired>().MfaToken;

    public Task<object> LogIn(string mfaToken, string code, Guid? messageId = null, string? ipAddress = null) =>
        service.Ask<SessionStarted>(new ConfirmLogIn(mfaToken, code, ipAddress), messageId);

    public Task<object> Remove(string code, string password = AuthServiceHost.Password, Guid? messageId = null) =>
        service.Ask<MfaRemoved>(new RemoveMfa(user.Id, password, code), messageId);
}
