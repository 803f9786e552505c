namespace Gateway.Requests;

internal static class RequestRoutes
{
    public static void MapRequests(this RouteGroupBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Reward requests");
        RequestRewardRoute.Map(events);

        var requests = events.MapGroup("/requests");
        ListRequestsRoute.Map(requests);
        GetRequestRoute.Map(requests);
        ApproveRequestRoute.Map(requests);
        RejectRequestRoute.Map(requests);
        ApproveRequestsRoute.Map(requests);
        RejectRequestsRoute.Map(requests);
        CancelRequestRoute.Map(requests);
        RevokeRequestRoute.Map(requests);
        ListDeliveriesRoute.Map(requests);
        RequestStreamRoute.Map(requests);
    }
}
