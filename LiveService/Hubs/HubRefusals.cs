using Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LiveService.Hubs;

internal static class HubRefusals
{
    public static readonly Refused RateLimited = new(Codes.RateLimited, "Too many of these in 10 s: wait a little.");
    public static readonly Refused InvalidRoomToken = new(Codes.InvalidRoomToken, "The token opens nothing here: it has expired, or is another room's or user's. Ask for a new one.");
    public static readonly Refused NotInRoom = new(Codes.NotInRoom, "You are not in this room: join it.");
    public static readonly Refused NoSuchPeer = new(Codes.NoSuchPeer, "No such participant is in this room now.");
    public static readonly Refused TooLarge = new(Codes.TooLarge, "A payload has at most 64 KB.");
    public static readonly Refused UnknownKind = new(Codes.UnknownKind, "A signal is an offer, answer, candidate or bye.");
    public static readonly Refused Unavailable = new(Codes.ServiceUnavailable, "What this needs is away for the moment: try again in a while.");
    public static readonly Refused NoMethod = new(Codes.NotFound, "The hub has no such method: call joinRoom, leaveRoom, signal, joinStage or leaveStage.");
    public static readonly Refused BadCall = new(Codes.ValidationFailed, "The arguments are not those of the method: give as many as it takes, each of its type, and no stream.");
    public static readonly Refused Fault = new(Codes.InternalError, "This failed, through no fault of yours.");

    /// <summary>As a client reads it: the code, a colon, and a sentence.</summary>
    public static string ToText(this Refused refused) => $"{refused.Code}: {refused.Detail}";

    /// <param name="cause">For the log alone.</param>
    public static HubException ToException(this Refused refused, Exception? cause = null) => new(refused.ToText(), cause);
}
