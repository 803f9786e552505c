using System.Globalization;
using Contracts;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class ListInvitationsConsumer(IDocumentStore<Team> teams, TimeProvider time) : IConsumer<ListInvitations>
{
    private const int LongestPage = 100;

    public async Task Consume(ConsumeContext<ListInvitations> context)
    {
        var message = context.Message;
        object answer =
            !Cursor.TryParse(message.Cursor, out var after) ? FieldFaults.BadCursor
            : await teams.Get(message.TeamId.ToString(), context.CancellationToken) is not { Deletion: null } team
                || team.MemberOf(message.Caller.UserId) is not { } member ? Refusals.NoSuchTeam
            : !member.Manages ? Refusals.NotInTeamRole
            : Page(team.Invitations, after, Math.Clamp(message.Limit, 1, LongestPage));
        await context.RespondAsync(answer, answer.GetType());
    }

    /// <summary>All of them are in the team, newest first.</summary>
    private InvitationList Page(IReadOnlyList<Invitation> invitations, Cursor? after, int limit)
    {
        var now = time.GetUtcNow();
        var rest = invitations.Where(invitation => after is null || string.CompareOrdinal(Text(invitation), after.OrderValue) < 0)
            .OrderByDescending(Text, StringComparer.Ordinal).ToList();
        return new InvitationList(
            [.. rest.Take(limit).Select(invitation => invitation.ToDetails(now))],
            rest.Count > limit ? new Cursor(Text(rest[limit - 1]), rest[limit - 1].Id.ToString()).ToString() : null);
    }

    /// <summary>Orders as the invitations do: the time at which each was made, and where two are of one time their ids.</summary>
    private static string Text(Invitation invitation) => $"{invitation.CreatedAt.UtcTicks.ToString("d19", CultureInfo.InvariantCulture)} {invitation.Id}";
}
