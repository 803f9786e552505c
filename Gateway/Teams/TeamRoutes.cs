namespace Gateway.Teams;

internal static class TeamRoutes
{
    public static void MapTeams(this RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        CreateTeamRoute.Map(teams);
        GetTeamRoute.Map(teams);
        ChangeTeamRoute.Map(teams);
        DeleteTeamRoute.Map(teams);
        InviteMemberRoute.Map(teams);
        ListInvitationsRoute.Map(teams);
        CancelInvitationRoute.Map(teams);
        ResendInvitationRoute.Map(teams);
        ChangeMemberRoute.Map(teams);
        RemoveMemberRoute.Map(teams);
        ListTeamsRoute.Map(api.MapGroup("").WithTags("Teams"));

        var invitations = api.MapGroup("/invitations").WithTags("Teams");
        AcceptInvitationRoute.Map(invitations);
        DeclineInvitationRoute.Map(invitations);
    }
}
