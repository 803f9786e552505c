using AuthService.Mails;
using AuthService.Users;
using Contracts;
using Documents;
using Sessions;

namespace AuthService.Teams;

/// <summary>What the invited account says to an invitation, by the token of its mail. The token names the team: none is searched.</summary>
internal sealed class InvitationAnswers(
    IDocumentStore<Team> teams, IDocumentStore<User> users, TeamDecisions decisions, ILogger<InvitationAnswers> logger)
{
    /// <param name="hasExpired">Nobody waits for it: it is not begun any more, but what an earlier delivery has begun is finished.</param>
    /// <returns>The team as saved with the answer, and the hash of the token; or a refusal.</returns>
    public async Task<(Team? Team, string Hash, Refused? Refusal)> Give(
        string token, Caller caller, Guid command, bool hasExpired, Func<Team, User, string, Refused?> answer, CancellationToken cancellationToken)
    {
        var (teamId, hash) = MailTokens.Read(token) ?? (Guid.Empty, "");
        while (hash.Length > 0 && await teams.Get(teamId.ToString(), cancellationToken) is { Deletion: null } team)
        {
            if (team.HasDone(command))
            {
                // An earlier delivery may have been cut off before it looked.
                return await Stays(team);
            }

            if (hasExpired)
            {
                return (null, hash, Refusals.InvalidToken);
            }

            if (await users.ById(caller.UserId.ToString(), cancellationToken) is not { } user)
            {
                break;
            }

            if (answer(team, user, hash) is { } refusal)
            {
                if (refusal.Code == Codes.InvalidToken)
                {
                    break;
                }

                return (null, hash, refusal);
            }

            await decisions.Link(TeamLink.KeyOf(caller.UserId), teamId, cancellationToken);
            if (await decisions.Save(team, command, cancellationToken))
            {
                return await Stays(team);
            }
        }

        AuthFailures.Count("mail_token");
        logger.LogWarning("Answer of user {UserId} to an invitation refused: {Reason}", caller.UserId, "mail_token");
        return (null, hash, Refusals.InvalidToken);

        async Task<(Team?, string, Refused?)> Stays(Team team) =>
            await decisions.Stays(team, caller.UserId, command, cancellationToken) ? (team, hash, null) : (null, hash, Refusals.InvalidToken);
    }
}
