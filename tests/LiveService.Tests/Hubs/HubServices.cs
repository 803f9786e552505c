using Contracts;
using Contracts.Rooms;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sessions;

namespace LiveService.Tests.Hubs;

/// <summary>What tests of the hub do to a service.</summary>
internal static class HubServices
{
    /// <summary>An access token of a session that the user has from now on.</summary>
    public static async Task<string> SignIn(this RunningLiveService service, Caller caller)
    {
        var now = service.Time.GetUtcNow();
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "messaging",
            Audience = "messaging-api",
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.AddMinutes(15).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = caller.UserId.ToString(), ["jti"] = Guid.NewGuid().ToString(), ["role"] = caller.Roles.Select(role => role.ToString().ToUpperInvariant()).ToArray() },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(RunningLiveService.Secret)), SecurityAlgorithms.HmacSha256),
        });
        await service.Get<ISessions>().Start(caller.UserId, new AccessTokenRecord(AccessTokenRecord.HashOf(token), now, now.AddMinutes(15)));
        return token;
    }

    public static async Task<HubClient> Connect(this RunningLiveService service, Caller? caller = null, bool messagePack = false) =>
        await HubClient.Connect(service.Address, await service.SignIn(caller ?? RunningLiveService.User()), messagePack);

    public static async Task<Guid> HasRoom(this RunningLiveService service, Caller? owner = null, int capacity = 10, RoomAccess access = RoomAccess.Open) =>
        (await service.Ask<CreateRoom, RoomDetails>(new CreateRoom(Guid.NewGuid(), new RoomTerms("Room", capacity, access), owner ?? RunningLiveService.User()))).Reply!.Id;

    public static async Task<string> RoomToken(this RunningLiveService service, Guid room, Caller caller, string name = "Somebody") =>
        (await service.Ask<IssueRoomToken, RoomTokenIssued>(new IssueRoomToken(room, ["audio", "data"], name, caller))).Reply!.Token;

    /// <summary>Somebody new who is in the room.</summary>
    public static async Task<HubClient> HasPeer(this RunningLiveService service, Guid room, bool messagePack = false, string name = "Somebody")
    {
        var caller = RunningLiveService.User();
        var client = await service.Connect(caller, messagePack);
        await client.JoinRoom(room, await service.RoomToken(room, caller, name));
        return client;
    }
}
