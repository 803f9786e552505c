using Contracts;

namespace LiveService;

/// <summary>The refusals of this service: a stable code each, and a sentence.</summary>
internal static class Refusals
{
    public static readonly Refused NoStage = new(Codes.NotFound, "There is no such stage.");
    public static readonly Refused NoToken = new(Codes.NotFound, "There is no such stage token.");
    public static readonly Refused NoSession = new(Codes.NotFound, "There is no such session.");

    public static readonly Refused NoRoom = new(Codes.NotFound, "There is no such room.");

    public static readonly Refused RoomClosed = new(Codes.RoomClosed, "The room is closed.");

    public static readonly Refused RoomFull = new(Codes.RoomFull, "As many are in the room as it takes.");

    public static readonly Refused TurnNotConfigured = new(Codes.TurnNotConfigured, "No TURN server is configured here.");

    public static readonly Refused TurnSessionsExceeded =
        new(Codes.TurnSessionsExceeded, "You have as many TURN credentials as are allowed at a time: use one of them, or wait until it has expired.");

    public static readonly Refused StageClosed = new(Codes.StageClosed, "The stage is closed.");

    public static readonly Refused SessionEnded = new(Codes.SessionEnded, "The session has ended: join the stage again.");

    public static readonly Refused NotPublisher = new(Codes.Forbidden, "A token to publish is for an OPERATOR.");

    public static readonly Refused InvalidStageToken =
        new(Codes.InvalidStageToken, "The token opens nothing here: it has expired, was revoked, or is another stage's or user's. Ask for a new one.");
}
