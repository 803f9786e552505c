using AuthService.Users;
using Contracts;
using Documents;

namespace AuthService.Teams;

/// <summary>Loads a team, decides and saves, and again from the start when another writer came between.</summary>
internal sealed class TeamDecisions(IDocumentStore<Team> teams, IDocumentStore<TeamLink> links, IDocumentStore<User> users, TimeProvider time)
{
    /// <param name="decide">By the member who asks: null, or why not.</param>
    /// <param name="answer">Once it is saved, or was by an earlier delivery, of one who may have left since.</param>
    /// <param name="prepare">What comes before it is saved, once, however often that is tried: null, or why it is not.</param>
    public async Task<object> Decide(
        Guid teamId,
        Caller caller,
        Guid command,
        Func<Team, Member, Refused?> decide,
        Func<Team, object> answer,
        CancellationToken cancellationToken,
        Func<Team, Task<Refused?>>? prepare = null)
    {
        var isPrepared = prepare is null;
        while (await teams.Get(teamId.ToString(), cancellationToken) is { Deletion: null } team)
        {
            if (team.HasDone(command))
            {
                return answer(team);
            }

            if (team.MemberOf(caller.UserId) is not { } member)
            {
                break;
            }

            var refusal = decide(team, member);
            if (refusal is null && !isPrepared)
            {
                refusal = await prepare!(team);
                isPrepared = refusal is null;
            }

            if (refusal is not null)
            {
                return refusal;
            }

            if (team.Raised.Count == 0 || await Save(team, command, cancellationToken))
            {
                return answer(team);
            }
        }

        return Refusals.NoSuchTeam;
    }

    public async Task<bool> Save(Team team, Guid command, CancellationToken cancellationToken)
    {
        team.Remember(command);
        return (await teams.Update(team, cancellationToken)).IsSaved;
    }

    /// <summary>Before the team is written.</summary>
    public Task Link(string key, Guid teamId, CancellationToken cancellationToken) =>
        links.Insert(TeamLink.Of(key, teamId, time.GetUtcNow()), cancellationToken);

    /// <summary>After a user became a member: his account may have been deleted before anybody could see that. False when it was.</summary>
    public async Task<bool> Stays(Team team, Guid userId, Guid command, CancellationToken cancellationToken)
    {
        if (await users.ById(userId.ToString(), cancellationToken) is not null)
        {
            return true;
        }

        await teams.Change(team.Id, t => t.Forget(userId, command, time.GetUtcNow()), cancellationToken);
        return false;
    }
}
