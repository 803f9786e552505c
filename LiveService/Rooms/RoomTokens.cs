using Contracts.Rooms;
using LiveService.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LiveService.Rooms;

/// <summary>Makes and reads room tokens. They are kept nowhere: whether their holder sees the room still is looked up when he comes.</summary>
internal sealed class RoomTokens(LiveTokenKeys keys, TimeProvider time)
{
    private const string RoomClaim = "room";
    private const string NameClaim = "name";
    private const string PermissionsClaim = "permissions";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly SignedTokens tokens = new(keys.For("room tokens"), "room+jwt", "messaging-room", time);

    public RoomTokenIssued Write(RoomPass pass)
    {
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = pass.UserId.ToString(),
            [RoomClaim] = pass.RoomId.ToString(),
            [NameClaim] = pass.Name,
            [PermissionsClaim] = pass.Permissions.ToArray(),
        };
        return new RoomTokenIssued(tokens.Write(claims, issuedAt, issuedAt + Lifetime), pass.Permissions, issuedAt + Lifetime);
    }

    /// <summary>What a token says that this service has signed for this room and user, in time; null of any other.</summary>
    public async Task<RoomPass?> Read(string token, Guid roomId, Guid userId) =>
        await tokens.Read(token) is { } read
        && read.Subject == userId.ToString()
        && read.TryGetPayloadValue<string>(RoomClaim, out var room) && room == roomId.ToString()
        && read.TryGetPayloadValue<string>(NameClaim, out var name)
        && read.TryGetPayloadValue<string[]>(PermissionsClaim, out var permissions)
            ? new RoomPass(roomId, userId, name, permissions)
            : null;
}
