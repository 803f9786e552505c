using Contracts.Users;
using Documents;
using Messages;

namespace AuthService.Users;

/// <summary>
/// The one document through which every change of the ADMIN role goes, so that two administrators who remove each other
/// cannot both succeed. A change is first written here as the pending one, then carried out on its user, then taken
/// off; while one is pending, whoever comes next finishes it first. Members are users who have the role: after a crash
/// one may be missing, never one too many.
/// </summary>
internal sealed class AdminRoster : Document
{
    public const string OnlyId = "admins";

    public static readonly Schema<AdminRoster> Schema = new("admin_rosters");

    public IReadOnlyList<string> Members { get; set; } = [];

    public PendingRoles? Pending { get; set; }

    /// <summary>How the roles of a user may be changed. Only to be asked while nothing is pending.</summary>
    public RoleDecision Decide(User user, IReadOnlyList<Role> roles)
    {
        var becomesAdmin = roles.Contains(Role.Admin);
        if (user.IsAdmin() == becomesAdmin && Members.Contains(user.Id) == becomesAdmin)
        {
            return user.HasRoles(roles) ? RoleDecision.Unchanged : RoleDecision.ChangeUser;
        }

        return becomesAdmin || Members.Any(id => id != user.Id) ? RoleDecision.ChangeThroughRoster : RoleDecision.RefuseLastAdmin;
    }

    /// <summary>Takes the pending change off, after its user was saved or was found changed by someone else.</summary>
    public void Settle(User? user)
    {
        var others = Members.Where(id => id != Pending!.UserId);
        Members = user is not null && user.IsAdmin() ? [.. others, user.Id] : [.. others];
        Pending = null;
    }
}

/// <param name="UserVersion">The change counts only for the user as he was then.</param>
/// <param name="Actor">Who asked for it: another one may carry it out.</param>
internal sealed record PendingRoles(
    string UserId,
    long UserVersion,
    IReadOnlyList<Role> Roles,
    DateTimeOffset At,
    Guid? Command = null,
    string? Actor = null,
    string? TraceId = null) : Extensible;

internal enum RoleDecision
{
    Unchanged,
    ChangeUser,
    ChangeThroughRoster,
    RefuseLastAdmin,
}
