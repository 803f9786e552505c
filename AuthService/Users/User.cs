using Contracts;
using Contracts.Audit;
using Contracts.Users;
using Documents;

namespace AuthService.Users;

/// <summary>An account. Its id is the user id. A deleted one stays, with nothing in it that is personal: its id is nobody else's.</summary>
internal sealed class User : Document, IRemembersCommands
{
    public static readonly Schema<User> Schema =
        new Schema<User>("users").Unique(u => u.NormalizedEmail).Index(u => u.NormalizedEmail, u => u.CreatedAt).Index(u => u.CreatedAt);

    private const string RolesChanged = "roles.changed";

    /// <summary>Empty when the account is deleted.</summary>
    public required string Email { get; set; }

    /// <summary>Null when the account is deleted.</summary>
    public string? NormalizedEmail { get; set; }

    public string? Name { get; set; }

    /// <summary>Null when the account is deleted.</summary>
    public string? PasswordHash { get; set; }

    public IReadOnlyList<Role> Roles { get; set; } = [Role.User];

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
        this.Remember(messageId);
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, Id, "password.changed", AuditTarget, null, null));
    }

    public void Delete(string actor, Guid messageId, DateTimeOffset now)
    {
        var before = Snapshot.Of(new { Roles });
        (Email, NormalizedEmail, Name, PasswordHash, Roles) = ("", null, null, null, []);
        Deletion = messageId;
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, actor, "user.deleted", AuditTarget, before, null));
        Raise(new UserDeleted(Guid.Parse(Id)));
    }

    /// <summary>Of an account that is made with more than a registration gives.</summary>
    public void RaiseFirstRoles() => Raise(ChangeRecorded.Of(CreatedAt, Actor.System, RolesChanged, AuditTarget, null, Snapshot.Of(new { Roles })));

    public UserDetails ToDetails() => new(Guid.Parse(Id), Email, Name, Roles, CreatedAt, UpdatedAt);
}
