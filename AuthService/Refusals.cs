using System.Globalization;
using System.Text.Json;
using Contracts;

namespace AuthService;

/// <summary>Every refusal of this service, with its sentence.</summary>
internal static class Refusals
{
    public static readonly Refused EmailTaken = new(Codes.EmailTaken, "An account with this e-mail exists already. Log in instead, or use another e-mail.");

    public static readonly Refused UserIdTaken = new(Codes.InvalidState, "This account id belongs to another account.");

    public static readonly Refused NoSuchUser = new(Codes.NotFound, "There is no such user.");

    public static readonly Refused NotAdministrator = new(Codes.Forbidden, "Only an administrator may change or delete the accounts of others.");

    public static readonly Refused NotOverStronger =
        new(Codes.Forbidden, "The account has, or would get, roles with permissions that you have not yourself: ask an administrator.");

    public static readonly Refused LastAdmin =
        new(Codes.LastAdmin, "This is the last administrator. Make another user ADMIN first, then take the role from this one.");

    public static readonly Refused InvalidPassword = new(Codes.InvalidPassword, "The current password is not right. Nothing was changed.");

    public static readonly Refused InvalidCredentials = new(Codes.InvalidCredentials, "E-mail or password is not right.");

    public static readonly Refused InvalidRefreshToken = new(Codes.InvalidRefreshToken, "This session is over. Please log in again.");

    /// <summary>The same for a token that nobody made, that was used, and whose time is over.</summary>
    public static readonly Refused InvalidToken = new(Codes.InvalidToken, "This link does not count any more. Ask for a new one.");

    public static readonly Refused MfaEnabled = new(Codes.MfaEnabled, "A second factor is in force already. Turn it off first.");

    /// <summary>The same for one that is wrong, that was used, and whose time is over.</summary>
    public static readonly Refused InvalidCode = new(Codes.InvalidCode, "This code does not count. Take the next one of the authenticator, or a recovery code that is not used yet.");

    /// <summary>The same for a token that nobody made, that was used, and whose time is over.</summary>
    public static readonly Refused InvalidMfaToken = new(Codes.InvalidMfaToken, "This login has taken too long or is over. Please log in again.");

    public static readonly Refused AlreadyVerified = new(Codes.AlreadyVerified, "This e-mail address is verified already.");

    public static readonly Refused NoSuchServiceAccount = new(Codes.NotFound, "There is no such service account.");

    public static readonly Refused NotOverServiceAccount =
        new(Codes.Forbidden, "Only an administrator, and no service account, may create, change or delete service accounts.");

    public static readonly Refused ServiceAccountInUse =
        new(Codes.InvalidState, "This service account was made already, and its key was used or replaced since. Rotate it for another key.");

    public static readonly Refused TooManyKeys =
        new(Codes.InvalidState, "Ten keys of this service account work already. Wait until some of them have ended, or rotate without an overlap.");

    public static readonly Refused NoSuchTeam = new(Codes.NotFound, "There is no such team.");

    public static readonly Refused NoSuchMember = new(Codes.NotFound, "The team has no such member.");

    public static readonly Refused NoSuchInvitation = new(Codes.NotFound, "The team has no such invitation.");

    public static readonly Refused NotInTeamRole = new(Codes.Forbidden, "Your role in this team does not allow that: ask one of its owners.");

    public static readonly Refused LastOwner =
        new(Codes.LastOwner, "This is the last owner of the team. Make another member OWNER first, or delete the team.");

    public static readonly Refused AlreadyMember = new(Codes.AlreadyMember, "The account with this e-mail is a member of the team already.");

    public static readonly Refused WrongAccount = new(Codes.WrongAccount, "The invitation is for another e-mail address. Sign in with the account that has it.");

    public static readonly Refused InvitationNotOpen = new(Codes.InvalidState, "This invitation was answered, cancelled or has expired.");

    public static readonly Refused TooManyInvitations = new(Codes.InvalidState, "A hundred invitations of this team are open. Cancel some of them first.");

    public static readonly Refused TeamIsFull = new(Codes.InvalidState, "The team has two hundred members: that is as many as it can have.");

    public static Refused TooManyInvitationMails(TimeSpan wait) =>
        Later(Codes.RateLimited, wait, "In an hour a team sends three mails to one address and fifty in all, and all teams send ten to one address. Please try again in {0} seconds.");

    public static Refused TooManyMails(TimeSpan wait) => Later(Codes.RateLimited, wait, "No more than three of these mails are sent in an hour. Please try again in {0} seconds.");

    public static Refused TooManyAttempts(TimeSpan wait) => Later(Codes.TooManyAttempts, wait, "Too many wrong passwords or codes. Please try again in {0} seconds.");

    public static Refused Invalid(IReadOnlyDictionary<string, string[]> errors) => new(Codes.ValidationFailed, "Some fields are not valid.", errors);

    public static Refused Invalid(string field, params string[] errors) => Invalid(new Dictionary<string, string[]> { [field] = errors });

    /// <param name="detail">Its {0} is the seconds to wait.</param>
    private static Refused Later(string code, TimeSpan wait, string detail)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new Refused(
            code,
            string.Format(CultureInfo.InvariantCulture, detail, seconds),
            Data: new Dictionary<string, JsonElement> { ["retryAfter"] = JsonSerializer.SerializeToElement(seconds) });
    }
}
