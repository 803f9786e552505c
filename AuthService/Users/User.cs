using Contracts.Users;
using Persistence;

namespace AuthService.Users;

/// <summary>An account. Its id is the user id.</summary>
internal sealed class User : Document
{
    public static readonly Schema<User> Schema =
        new Schema<User>("users").Unique(u => u.NormalizedEmail).Index(u => u.NormalizedEmail, u => u.CreatedAt).Index(u => u.CreatedAt);

    /// <summary>More than are sent for one user in the seconds in which a command can come again.</summary>
    private const int KeptCommands = 16;

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public string? Name { get; init; }

    public required string PasswordHash { get; set; }

    /// <summary>The message that changed the password last: delivered again, it is known to be done.</summary>
    public Guid? PasswordChange { get; set; }

    public IReadOnlyList<Role> Roles { get; set; } = [Role.User];

    /// <summary>The commands that changed the roles last, newest first: one that is delivered again must not undo a later one.</summary>
    public IReadOnlyList<Guid> RoleChanges { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public bool IsAdmin() => Roles.Contains(Role.Admin);

    public bool HasRoles(IReadOnlyList<Role> roles) => Roles.Count == roles.Count && Roles.All(roles.Contains);

    public void ChangeRoles(IReadOnlyList<Role> roles, Guid? command, DateTimeOffset now)
    {
        if (command is { } id)
        {
            RoleChanges = [id, .. RoleChanges.Take(KeptCommands - 1)];
        }

        if (!HasRoles(roles))
        {
            Roles = [.. roles.Order()];
            UpdatedAt = now;
        }
    }

    public UserDetails ToDetails() => new(Guid.Parse(Id), Email, Name, Roles, CreatedAt, UpdatedAt);
}
