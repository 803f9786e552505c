using Contracts;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

/// <summary>Those that he joined last first. A page may be short and still have a cursor: of what he has left the links stay.</summary>
internal sealed class ListTeamsConsumer(IDocumentStore<TeamLink> links, IDocumentStore<Team> teams) : IConsumer<ListTeams>
{
    private const int LongestPage = 100;
    private const int MostPages = 10;

    public async Task Consume(ConsumeContext<ListTeams> context)
    {
        var answer = await List(context.Message, context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> List(ListTeams message, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(message.Cursor, out var after))
        {
            return FieldFaults.BadCursor;
        }

        var (items, limit) = (new List<TeamSummary>(), Math.Clamp(message.Limit, 1, LongestPage));
        for (var pages = 0; ; pages++)
        {
            var newestFirst = new Query<TeamLink>().Where(l => l.Key, TeamLink.KeyOf(message.UserId)).OrderByDescending(l => l.CreatedAt);
            var page = await links.Query(newestFirst.After(after).Take(limit - items.Count), cancellationToken);
            var found = await Task.WhenAll(page.Items.Select(link => teams.Get(link.TeamId.ToString(), cancellationToken)));
            items.AddRange(found.Where(team => team is { Deletion: null } && team.MemberOf(message.UserId) is not null).Select(team => team!.ToSummary(message.UserId)));
            if (page.NextCursor is null || items.Count == limit || pages == MostPages)
            {
                return new TeamList(items, page.NextCursor);
            }

            after = Cursor.Parse(page.NextCursor);
        }
    }
}
