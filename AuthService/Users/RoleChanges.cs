using AuthService.Sessions;
using Contracts.Users;
using Persistence;

namespace AuthService.Users;

/// <summary>Changes roles, through the <see cref="AdminRoster"/> when ADMIN comes or goes.</summary>
internal sealed class RoleChanges(IDocumentStore<User> users, IDocumentStore<AdminRoster> rosters, UserSessions sessions, TimeProvider time)
{
    /// <returns>The <see cref="User"/> as saved, or a refusal.</returns>
    public async Task<object> Change(string userId, Func<User, IReadOnlyList<Role>> choose, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var roster = await Settled(cancellationToken);
            if (await users.Get(userId, cancellationToken) is not { } user)
            {
                return Refusals.NoSuchUser;
            }

            var roles = choose(user);
            var decision = roster.Decide(user, roles);
            if (decision == RoleDecision.Unchanged)
            {
                return user;
            }

            if (decision == RoleDecision.RefuseLastAdmin)
            {
                return Refusals.LastAdmin;
            }

            // Before the change, so that a crash right after it leaves no token with the old roles behind, and a
            // session store that is down stops it; the caller ends it again for what was issued in between.
            await sessions.EndAccess(userId, cancellationToken);
            var changed = decision == RoleDecision.ChangeUser
                ? await Save(user, roles, time.GetUtcNow(), cancellationToken)
                : await SaveThroughRoster(roster, user, roles, cancellationToken);
            if (changed is not null)
            {
                return changed;
            }
        }
    }

    private async Task<User?> Save(User user, IReadOnlyList<Role> roles, DateTimeOffset at, CancellationToken cancellationToken)
    {
        user.ChangeRoles(roles, at);
        return (await users.Update(user, cancellationToken)).IsSaved ? user : null;
    }

    private async Task<User?> SaveThroughRoster(AdminRoster roster, User user, IReadOnlyList<Role> roles, CancellationToken cancellationToken)
    {
        roster.Pending = new PendingRoles(user.Id, user.Version, roles, time.GetUtcNow());
        return (await rosters.Update(roster, cancellationToken)).IsSaved ? await Settle(roster, cancellationToken) : null;
    }

    private async Task<AdminRoster> Settled(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await rosters.Get(AdminRoster.OnlyId, cancellationToken) is not { } roster)
            {
                await rosters.Insert(new AdminRoster { Id = AdminRoster.OnlyId }, cancellationToken);
            }
            else if (roster.Pending is null)
            {
                return roster;
            }
            else
            {
                await Settle(roster, cancellationToken);
            }
        }
    }

    /// <returns>The user if this call saved the pending change, null if someone else had.</returns>
    private async Task<User?> Settle(AdminRoster roster, CancellationToken cancellationToken)
    {
        var pending = roster.Pending!;
        var user = await users.Get(pending.UserId, cancellationToken);
        var saved = user?.Version == pending.UserVersion ? await Save(user, pending.Roles, pending.At, cancellationToken) : null;
        roster.Settle(saved ?? await users.Get(pending.UserId, cancellationToken));

        // Stale: another one has settled the same change.
        await rosters.Update(roster, cancellationToken);
        return saved;
    }
}
