using Contracts.Campaigns;
using Contracts.Connections;
using Contracts.Reports;
using Contracts.Teams;

namespace Gateway.Events;

/// <summary>
/// The campaign of an event's report, among what whoever named it may see now: his own connections, then those of his teams. Of
/// others' accounts a report tells nothing, whatever is named; and without the services that know it goes without.
/// </summary>
internal static class ReportedCampaign
{
    private const int MostTeams = 50;

    public static async Task<CampaignDetails?> Find(EventReport report, ServiceClient services, CancellationToken cancellationToken)
    {
        if (report is not { Campaign: { } named, CampaignNamedBy: { } userId })
        {
            return null;
        }

        var own = await Ask(new Owner(OwnerKind.User, userId));
        if (own.Problem?.Code != Codes.NotFound)
        {
            return CampaignOf(own);
        }

        var teams = await services.Ask<ListTeams, TeamList>(new ListTeams(userId, MostTeams, null), cancellationToken);
        if (teams.Problem is not null)
        {
            return null;
        }

        var ofTeams = await Task.WhenAll(teams.Reply.Items.Select(team => Ask(new Owner(OwnerKind.Team, team.Id))));
        return ofTeams.Select(CampaignOf).FirstOrDefault(campaign => campaign is not null);

        Task<Answer<CampaignHistory>> Ask(Owner owner) => services.Ask<GetCampaign, CampaignHistory>(
            new GetCampaign(owner, named.Platform, named.AccountId, named.CampaignId), cancellationToken);
    }

    private static CampaignDetails? CampaignOf(Answer<CampaignHistory> answer) => answer.Problem is null ? answer.Reply.Campaign : null;
}
