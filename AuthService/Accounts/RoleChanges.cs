using AuthService.Sessions;
using AuthService.Users;
using Contracts.Audit;
using Contracts.Users;
using Documents;

namespace AuthService.Accounts;

/// <summary>Changes roles, through the <see cref="AdminRoster"/> when ADMIN comes or goes.</summary>
internal sealed class RoleChanges(IDocumentStore<User> users, IDocumentStore<AdminRoster> rosters, UserSessions sessions, TimeProvider time)
{
    /// <param name="choose">The roles it gets; null when who asks may not change it.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="command">Carried out once, however often it is delivered; null for what is no command.</param>
    /// <param name="hasExpired">Nobody waits for it: it is not begun any more.</param>
    /// <returns>The <see cref="User"/> as saved, a refusal, or null for a command that came too late.</returns>
    public async Task<object?> Change(
        string userId,
        Func<User, IReadOnlyList<Role>?> choose,
        string actor,
        Guid? command = null,
        bool hasExpired = false,
        CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var roster = await Settled(cancellationToken);
            if (await users.ById(userId, cancellationToken) is not { } user)
            {
                return Refusals.NoSuchUser;
            }

            if (command is { } id && user.HasDone(id))
            {
                return user;
            }

            if (hasExpired)
            {
                return null;
            }

            if (choose(user) is not { } roles)
            {
                return Refusals.NotOverStronger;
            }

            var decision = roster.Decide(user, roles);
            if (decision == RoleDecision.Unchanged && command is null)
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
            var change = new PendingRoles(userId, user.Version, roles, time.GetUtcNow(), command, actor, ChangeRecorded.CurrentTraceId);
            var changed = decision is RoleDecision.ChangeUser or RoleDecision.Unchanged
                ? await Save(user, change, cancellationToken)
                : await SaveThroughRoster(roster, change, cancellationToken);
            if (changed is not null)
            {
                return changed;
            }
        }
    }

    private async Task<User?> Save(User user, PendingRoles change, CancellationToken cancellationToken)
    {
        user.ChangeRoles(change);
        return (await users.Update(user, cancellationToken)).IsSaved ? user : null;
    }

    private async Task<User?> SaveThroughRoster(AdminRoster roster, PendingRoles change, CancellationToken cancellationToken)
    {
        roster.Pending = change;
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
        var saved = user?.Version == pending.UserVersion ? await Save(user, pending, cancellationToken) : null;
        roster.Settle(saved ?? await users.Get(pending.UserId, cancellationToken));

        // Stale: another one has settled the same change.
        await rosters.Update(roster, cancellationToken);
        return saved;
    }
}
