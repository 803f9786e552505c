namespace Gateway.Turn;

internal static class TurnRoutes
{
    public static void MapTurn(this RouteGroupBuilder api)
    {
        var turn = api.MapGroup("/turn").WithTags("TURN");
        IssueTurnCredentialsRoute.Map(turn);
        VerifyTurnCredentialsRoute.Map(turn);
        IssueServerCredentialsRoute.Map(turn);
    }
}
