using System.Diagnostics;
using Contracts;
using Contracts.Audit;
using Contracts.Mails;
using Contracts.Teams;
using Contracts.Users;
using Documents;

namespace AuthService.Users;

/// <summary>An account. Its id is the user id. A deleted one stays, with nothing in it that is personal: its id is nobody else's.</summary>
internal sealed partial class User : Document, IRemembersCommands
{
    public static readonly Schema<User> Schema =
        new Schema<User>("users").Unique(u => u.NormalizedEmail).Index(u => u.NormalizedEmail, u => u.CreatedAt).Index(u => u.CreatedAt)
            .Index(u => u.VerificationHash, u => u.CreatedAt).Index(u => u.ResetHash, u => u.CreatedAt)
            .Search(u => u.NormalizedEmail, u => u.CreatedAt);

    /// <summary>Within which a mail is usually sent.</summary>
    private static readonly TimeSpan FirstAttempt = TimeSpan.FromSeconds(30);

    private const string RolesChanged = "roles.changed";

    /// <summary>Empty when the account is deleted.</summary>
    public required string Email { get; set; }

    /// <summary>Null when the account is deleted.</summary>
    public string? NormalizedEmail { get; set; }

    public string? Name { get; set; }

    /// <summary>Null when the account is deleted.</summary>
    public string? PasswordHash { get; set; }

    public IReadOnlyList<Role> Roles { get; set; } = [Role.User];

    public bool EmailVerified { get; set; }

    /// <summary>Null when none was sent, or the account is deleted.</summary>
    public MailToken? Verification { get; set; }

    /// <summary>By which it is found.</summary>
    public string? VerificationHash => Verification?.Hash;

    /// <summary>Null when none was sent since the last change of the password.</summary>
    public MailToken? Reset { get; set; }

    /// <summary>By which it is found.</summary>
    public string? ResetHash => Reset?.Hash;

    /// <summary>When the user asked for mails that verify the address, within the last hour.</summary>
    public List<DateTimeOffset> VerificationsAsked { get; init; } = [];

    /// <summary>When anybody asked for mails that reset the password, within the last hour.</summary>
    public List<DateTimeOffset> ResetsAsked { get; init; } = [];

    public List<Guid> Commands { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The message that deleted the account: delivered again, it is known to be done. Null when it is not deleted.</summary>
    public Guid? Deletion { get; set; }

    private string AuditTarget => $"user:{Id}";

    public bool IsAdmin() => Roles.Contains(Role.Admin);

    public bool HasRoles(IReadOnlyList<Role> roles) => Roles.Count == roles.Count && Roles.All(roles.Contains);

    public void ChangeRoles(PendingRoles change)
    {
        if (change.Command is { } id)
        {
            this.Remember(id);
        }

        if (HasRoles(change.Roles))
        {
            return;
        }

        var before = Snapshot.Of(new { Roles });
        Roles = [.. change.Roles.Order()];
        UpdatedAt = change.At;
        Raise(ChangeRecorded.Of(
            change.At, change.Actor ?? Actor.System, RolesChanged, AuditTarget, before, Snapshot.Of(new { Roles }), change.TraceId));
    }

    public void ChangePassword(string passwordHash, Guid messageId, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Reset = null;
        this.Remember(messageId);
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, Id, "password.changed", AuditTarget, null, null));
    }

    public void ChangeName(string? name, Guid command, DateTimeOffset now)
    {
        if (Name != name)
        {
            Name = name;
            this.Remember(command);
            UpdatedAt = now;
            Raise(ChangeRecorded.Of(now, Id, "user.updated", AuditTarget, null, null));
        }
    }

    /// <summary>Of a new account.</summary>
    public void SendVerification(NewMailToken token, DateTimeOffset now) => Send(MailKind.VerifyEmail, token, now);

    /// <summary>Null when a mail goes out, else how long to wait for one.</summary>
    public TimeSpan? AskToVerify(NewMailToken token, Guid command, DateTimeOffset now)
    {
        if (MailAllowance.Take(VerificationsAsked, now) is { } wait)
        {
            return wait;
        }

        this.Remember(command);
        SendVerification(token, now);
        return null;
    }

    public MailTokenUse VerifyEmail(Guid command, DateTimeOffset now)
    {
        var use = Verification!.Judge(command, now);
        if (use == MailTokenUse.Accepted)
        {
            Verification = Verification with { UsedBy = command };
            EmailVerified = true;
            UpdatedAt = now;
            Raise(ChangeRecorded.Of(now, Id, "email.verified", AuditTarget, null, null));
        }

        return use;
    }

    /// <summary>False when there were too many, or this one is carried out already.</summary>
    public bool AskToReset(NewMailToken token, Guid command, DateTimeOffset now)
    {
        if (this.HasDone(command) || MailAllowance.Take(ResetsAsked, now) is not null)
        {
            return false;
        }

        this.Remember(command);
        Send(MailKind.ResetPassword, token, now);
        return true;
    }

    public void ResetPassword(string passwordHash, Guid command, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Reset = Reset! with { UsedBy = command };
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, Id, "password.reset", AuditTarget, null, null));
    }

    /// <summary>Whether the token of the mail is the newest of its kind and not used yet: else there is nothing to send.</summary>
    public bool AwaitsMail(Guid mailId, MailKind kind) => TokenOf(kind) is { UsedBy: null } token && token.MailId == mailId;

    /// <summary>The token counts from when its mail is tried last. False when that is not long after it was made.</summary>
    public bool Renew(MailKind kind, DateTimeOffset now)
    {
        var expiresAt = now + LifetimeOf(kind);
        var token = TokenOf(kind)!;
        if (token.ExpiresAt + FirstAttempt > expiresAt)
        {
            return false;
        }

        Keep(kind, token with { ExpiresAt = expiresAt });
        return true;
    }

    /// <param name="sealedAddress">For its teams, which have the address.</param>
    public void Delete(string actor, string sealedAddress, Guid messageId, DateTimeOffset now)
    {
        var before = Snapshot.Of(new { Roles });
        Raise(new LeaveTeams(Guid.Parse(Id), sealedAddress));
        (Email, NormalizedEmail, Name, PasswordHash, Roles) = ("", null, null, null, []);
        (Verification, Reset, EmailVerified, SecondFactor) = (null, null, false, null);
        Deletion = messageId;
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, actor, "user.deleted", AuditTarget, before, null));
        Raise(new UserDeleted(Guid.Parse(Id)));
    }

    /// <summary>Of an account that is made with more than a registration gives.</summary>
    public void RaiseFirstRoles() => Raise(ChangeRecorded.Of(CreatedAt, Actor.System, RolesChanged, AuditTarget, null, Snapshot.Of(new { Roles })));

    public UserDetails ToDetails() => new(Guid.Parse(Id), Email, Name, Roles, CreatedAt, UpdatedAt, EmailVerified, HasSecondFactor());

    private static TimeSpan LifetimeOf(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => TimeSpan.FromHours(24),
        MailKind.ResetPassword => TimeSpan.FromHours(1),
        _ => throw NoMailOfAnAccount(kind),
    };

    private MailToken? TokenOf(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => Verification,
        MailKind.ResetPassword => Reset,
        _ => throw NoMailOfAnAccount(kind),
    };

    private void Send(MailKind kind, NewMailToken token, DateTimeOffset now)
    {
        Keep(kind, new MailToken(token.MailId, token.Hash, now + LifetimeOf(kind)));
        Raise(new SendMail(token.MailId, Guid.Parse(Id), kind, token.Sealed));
    }

    private void Keep(MailKind kind, MailToken token) => (Verification, Reset) = kind switch
    {
        MailKind.VerifyEmail => (token, Reset),
        MailKind.ResetPassword => (Verification, token),
        _ => throw NoMailOfAnAccount(kind),
    };

    private static UnreachableException NoMailOfAnAccount(MailKind kind) => new($"{kind} is no mail about an account.");
}
