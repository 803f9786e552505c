using System.Text.Json;
using Contracts;
using Contracts.Audit;
using Contracts.Teams;
using Documents;

namespace AuthService.Teams;

/// <summary>
/// A team: the one place where its members and invitations are decided, by guarded writes, so that of whatever races one wins.
/// A deleted one stays, with nothing in it.
/// </summary>
internal sealed partial class Team : Document, IRemembersCommands
{
    public static readonly Schema<Team> Schema = new("teams");

    private const int MostMembers = 200;

    public required string Name { get; set; }

    /// <summary>Those who joined first first. There is an OWNER among them, unless the team is deleted.</summary>
    public required IReadOnlyList<Member> Members { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<Guid> Commands { get; init; } = [];

    /// <summary>The message that deleted it: delivered again, it is known to be done.</summary>
    public Guid? Deletion { get; set; }

    private string AuditTarget => $"team:{Id}";

    public static Team Of(CreateTeam message, Guid command, DateTimeOffset now)
    {
        var owner = new Member(message.Caller.UserId, TeamRole.Owner, now);
        var team = new Team { Id = message.TeamId.ToString(), Name = message.Name.Trim(), Members = [owner], CreatedAt = now, UpdatedAt = now };
        team.Remember(command);
        team.Audit(now, Actor.Of(message.Caller), "team.created", null, new { team.Name });
        return team;
    }

    public Member? MemberOf(Guid userId) => Members.FirstOrDefault(member => member.UserId == userId);

    public Refused? Rename(Member by, string name, DateTimeOffset now)
    {
        if (!by.Manages)
        {
            return Refusals.NotInTeamRole;
        }

        if (Name != name)
        {
            Audit(now, by, "team.updated", new { Name }, new { Name = name });
            (Name, UpdatedAt) = (name, now);
        }

        return null;
    }

    public Refused? Delete(Member by, Guid command, DateTimeOffset now)
    {
        if (by.Role != TeamRole.Owner)
        {
            return Refusals.NotInTeamRole;
        }

        End(by.UserId.ToString(), command, now);
        return null;
    }

    public Refused? ChangeRole(Member by, Guid userId, TeamRole role, DateTimeOffset now)
    {
        if (by.Role != TeamRole.Owner)
        {
            return Refusals.NotInTeamRole;
        }

        if (MemberOf(userId) is not { } member)
        {
            return Refusals.NoSuchMember;
        }

        if (role != TeamRole.Owner && IsLastOwner(member))
        {
            return Refusals.LastOwner;
        }

        if (member.Role != role)
        {
            ChangeRole(member, role, by.UserId.ToString(), now);
        }

        return null;
    }

    public Refused? Remove(Member by, Guid userId, DateTimeOffset now)
    {
        if (MemberOf(userId) is not { } member)
        {
            return by.Manages ? Refusals.NoSuchMember : Refusals.NotInTeamRole;
        }

        if (by != member && by.Role != TeamRole.Owner && !(by.Role == TeamRole.Admin && member.Role == TeamRole.Member))
        {
            return Refusals.NotInTeamRole;
        }

        if (IsLastOwner(member))
        {
            return Refusals.LastOwner;
        }

        TakeOut(member, by.UserId.ToString(), now);
        return null;
    }

    /// <summary>
    /// Takes out one whose account was deleted. Of a team whose last OWNER he was the ADMIN who joined first becomes OWNER, or where there
    /// is none the member who did; without any other member it ends. False when he is none.
    /// </summary>
    public bool Forget(Guid userId, Guid command, DateTimeOffset now)
    {
        if (MemberOf(userId) is not { } member)
        {
            return false;
        }

        var others = Members.Where(other => other != member).ToList();
        if (others.Count == 0)
        {
            End(Actor.System, command, now);
            return true;
        }

        if (IsLastOwner(member))
        {
            ChangeRole(others.MinBy(other => other.Role)!, TeamRole.Owner, Actor.System, now);
        }

        TakeOut(member, Actor.System, now);
        return true;
    }

    public TeamSummary ToSummary(Guid userId) => new(Guid.Parse(Id), Name, MemberOf(userId)?.Role, CreatedAt, UpdatedAt);

    private bool IsLastOwner(Member member) =>
        member.Role == TeamRole.Owner && !Members.Any(other => other.Role == TeamRole.Owner && other.UserId != member.UserId);

    private void ChangeRole(Member member, TeamRole role, string actor, DateTimeOffset now)
    {
        Members = [.. Members.Select(other => other == member ? member with { Role = role } : other)];
        UpdatedAt = now;
        Audit(now, actor, "team.member_changed", new { member.UserId, member.Role }, new { member.UserId, Role = role });
        Withdraw(member with { Role = role }, actor, now);
    }

    private void TakeOut(Member member, string actor, DateTimeOffset now)
    {
        Members = [.. Members.Where(other => other != member)];
        UpdatedAt = now;
        Audit(now, actor, "team.member_removed", new { member.UserId, member.Role }, null);
        Withdraw(member with { Role = TeamRole.Member }, actor, now);
    }

    private void End(string actor, Guid command, DateTimeOffset now)
    {
        Audit(now, actor, "team.deleted", new { Name, Members = Members.Count }, null);
        (Name, Members, Invitations, Mailed) = ("", [], [], []);
        (Deletion, UpdatedAt) = (command, now);
        Raise(new TeamDeleted(Guid.Parse(Id)));
    }

    private void Audit(DateTimeOffset now, Member by, string action, object? before, object? after) => Audit(now, by.UserId.ToString(), action, before, after);

    private void Audit(DateTimeOffset now, string actor, string action, object? before, object? after) =>
        Raise(ChangeRecorded.Of(now, actor, action, AuditTarget, Shown(before), Shown(after)));

    private static IReadOnlyDictionary<string, JsonElement>? Shown(object? fields) => fields is null ? null : Snapshot.Of(fields);
}
