namespace Gateway.Rooms;

internal static class RoomRoutes
{
    public static void MapRooms(this RouteGroupBuilder api)
    {
        var rooms = api.MapGroup("/rooms").WithTags("Rooms");
        CreateRoomRoute.Map(rooms);
        ListRoomsRoute.Map(rooms);
        GetRoomRoute.Map(rooms);
        CloseRoomRoute.Map(rooms);
        ChangeRoomInvitationRoute.Map(rooms);
        IssueRoomTokenRoute.Map(rooms);
        ListRoomParticipantsRoute.Map(rooms);
    }
}
